// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jccl.buffer.Accelerator;
import org.jccl.plan.Plan;
import org.jccl.spi.Lane;
import org.jccl.spi.Link;

/**
 * Plans by what they depend on, found again without allocating. Owned by the communicator; a miss takes its lock.
 *
 * <p>In front of the map, which is keyed by algorithm, stands a small table keyed by the exact call, since choosing an
 * algorithm reads text rules and a training loop repeats the same few calls.
 */
final class PlanCache {
    private static final int FRONT = 256;

    private final Planner planner;
    private final LaneFinder lanes;
    private final boolean summed;
    /** Gives memory that transports reach. */
    private final PlanMemory reachable;

    private final Entry[] front = new Entry[FRONT];
    private final long[] frontKey = new long[FRONT];
    private final long[] frontSize = new long[FRONT];
    private final Map<String, Entry> entries = new HashMap<>();
    private final List<Entry> all = new ArrayList<>();

    /** Where a plan's links end. */
    interface LaneFinder {
        Lane lane(int peer, int number);

        /** The name of the transport that leads there. */
        default String carrier(final int peer) {
            return "";
        }

        /** Where what goes to a peer leaves for a wire, or null if it crosses none. */
        default Exit exit(final int peer) {
            return null;
        }

        /** How many bytes of a device's memory the lanes to a peer carry as one, or 0 if what they carry refers to it. */
        default int deviceBytes(final int peer, final Accelerator device) {
            return 0;
        }
    }

    /**
     * Without plans yet.
     *
     * @param summed whether messages carry sums
     * @param reachable gives memory that transports reach, for what is copied there from devices
     */
    PlanCache(final Planner planner, final LaneFinder lanes, final boolean summed, final PlanMemory reachable) {
        this.planner = planner;
        this.lanes = lanes;
        this.summed = summed;
        this.reachable = reachable;
    }

    /** A plan with what runs it: activations that were used and are free again. */
    static final class Entry {
        private final Plan plan;
        private final long slabBytes;
        private final int lane;
        private final LaneFinder lanes;
        private final boolean summed;
        private final PlanMemory memory;
        private final Accelerator device;
        private final String carrier;
        private final List<Activation> all = new ArrayList<>();
        /** Those not in use: a stack, as the one used last is still in the cache. */
        private Activation[] free = new Activation[1];

        private int freeCount;

        Entry(
                final Plan plan,
                final long slabBytes,
                final int lane,
                final LaneFinder lanes,
                final boolean summed,
                final PlanMemory memory,
                final Accelerator device) {
            this.plan = plan;
            this.slabBytes = slabBytes;
            this.lane = lane;
            this.lanes = lanes;
            this.summed = summed;
            this.memory = memory;
            this.device = device;
            this.carrier = Arrays.stream(plan.peers)
                    .mapToObj(lanes::carrier)
                    .distinct()
                    .sorted()
                    .collect(Collectors.joining("+"));
        }

        Plan plan() {
            return plan;
        }

        /** What carries it: a transport's name, or several. */
        String carrier() {
            return carrier;
        }

        long slabBytes() {
            return slabBytes;
        }

        /** An activation to begin a slab on; called by the domain's owner. */
        Activation acquire() {
            return freeCount > 0 ? free[--freeCount] : create();
        }

        private Activation create() {
            final Lane[] planLanes = new Lane[plan.links()];
            final Exit[] exits = new Exit[plan.links()];
            final DeviceLane[] deviceLanes = device == null ? null : new DeviceLane[plan.links()];
            for (int link = 0; link < planLanes.length; link++) {
                planLanes[link] = lanes.lane(plan.peers[link], lane);
                exits[link] = lanes.exit(plan.peers[link]);
                if (device != null) {
                    deviceLanes[link] = onDevice(planLanes[link], plan.peers[link]);
                }
            }
            final Gate gate = new Gate(exits, lane == Link.URGENT);
            final Activation activation =
                    new Activation(plan, planLanes, lane, summed, memory, device, deviceLanes, gate);
            all.add(activation);
            free = Arrays.copyOf(free, all.size());
            return activation;
        }

        private DeviceLane onDevice(final Lane lane, final int peer) {
            final int bytes = lanes.deviceBytes(peer, device);
            return bytes > 0 ? new CarryingLane(lane, device, bytes) : new ReferringLane(lane, device);
        }

        void release(final Activation activation) {
            free[freeCount++] = activation;
        }
    }

    /** The plan for a call. Any thread. */
    synchronized Entry find(final Call call) {
        final long key = key(call);
        final long size = call.sizeBytes();
        final int slot = (int) ((key * 31 + size) * 0x9E3779B97F4A7C15L >>> 56);
        if (front[slot] != null && frontKey[slot] == key && frontSize[slot] == size) {
            return front[slot];
        }
        final Entry entry = plan(call);
        front[slot] = entry;
        frontKey[slot] = key;
        frontSize[slot] = size;
        return entry;
    }

    private static long key(final Call call) {
        final boolean commutative = call.op() == null || call.op().commutative();
        return (long) call.collective().ordinal() << 40
                | (long) call.root() << 8
                | (call.inPlace() ? 1 : 0)
                | (call.isVarying() ? 2 : 0)
                | (call.staged() ? 4 : 0)
                | (commutative ? 8 : 0)
                | (call.touchesDevice() ? 16 : 0)
                | (call.lane() == Link.URGENT ? 32 : 0)
                | (call.device() == null ? 0 : 1L + call.device().ordinal() << 48);
    }

    private Entry plan(final Call call) {
        final Planner.Choice choice = planner.choose(call);
        final String key = choice.key() + home(call) + "/lane " + call.lane();
        Entry entry = entries.get(key);
        if (entry == null) {
            entry = new Entry(
                    choice.compile(), choice.slabBytes(), call.lane(), lanes, summed, memory(call), call.device());
            entries.put(key, entry);
            all.add(entry);
        }
        return entry;
    }

    private static String home(final Call call) {
        if (call.device() != null) {
            return "/in device " + call.device().ordinal();
        }
        return call.touchesDevice() ? "/beside devices" : "";
    }

    private PlanMemory memory(final Call call) {
        if (call.device() != null) {
            return PlanMemory.of(call.device());
        }
        return call.touchesDevice() ? PlanMemory.between(call.deviceEngine(), reachable) : PlanMemory.PLAIN;
    }

    /** Frees the scratch memory of all plans; nothing may run any more. */
    synchronized void close() {
        for (final Entry entry : all) {
            entry.all.forEach(Activation::close);
        }
        all.clear();
        entries.clear();
    }
}
