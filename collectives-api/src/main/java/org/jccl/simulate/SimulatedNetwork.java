// SPDX-License-Identifier: Apache-2.0
package org.jccl.simulate;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jccl.spi.Link;
import org.jccl.spi.Transport;

/**
 * The links between {@code size} ranks, in memory, in virtual time, with faults drawn from a seed: the same seed and
 * the same calls give the same run. Time moves only in {@link #pass}; nothing sleeps and nothing runs by itself. The
 * lanes hold their users to the contract: memory that was published must stay as it is until it is consumed, a receive
 * must be continued where it stopped, nothing may be consumed that was not seen. One thread.
 */
public final class SimulatedNetwork implements AutoCloseable {
    private final SplittableRandom random;
    private final LinkModel model;
    private final SimulatedStream[][][] streams;
    private final List<SimulatedStream> all = new ArrayList<>();
    private final Map<Ends, Wire> wires = new LinkedHashMap<>();
    private final SimulatedTransport[] transports;
    /** Streams of which something is expected, in the order in which they became so. */
    private final Set<SimulatedStream> pending = new LinkedHashSet<>();

    private long nowNs;

    private record Ends(int low, int high) {}

    /** A network whose links all behave as {@code model} says. */
    public SimulatedNetwork(final int size, final LinkModel model, final long seed) {
        this.random = new SplittableRandom(seed);
        this.model = model;
        this.streams = new SimulatedStream[size][size][];
        this.transports = new SimulatedTransport[size];
        for (int from = 0; from < size; from++) {
            for (int to = 0; to < size; to++) {
                streams[from][to] = from == to ? null : open(from, to);
            }
        }
        final SimulatedLink[][] links = connect(size);
        for (int rank = 0; rank < size; rank++) {
            transports[rank] = new SimulatedTransport(links[rank]);
        }
    }

    private SimulatedStream[] open(final int from, final int to) {
        final SimulatedStream[] lanes = new SimulatedStream[Link.LANES];
        for (int lane = 0; lane < Link.LANES; lane++) {
            lanes[lane] = new SimulatedStream("rank " + from + " to rank " + to + " lane " + lane + ":", this, model);
            all.add(lanes[lane]);
        }
        return lanes;
    }

    private SimulatedLink[][] connect(final int size) {
        final SimulatedLink[][] links = new SimulatedLink[size][size];
        for (int low = 0; low < size; low++) {
            for (int high = low + 1; high < size; high++) {
                final List<SimulatedStream> both = new ArrayList<>(List.of(streams[low][high]));
                both.addAll(List.of(streams[high][low]));
                final Wire wire = new Wire(this, both);
                wires.put(new Ends(low, high), wire);
                links[low][high] = new SimulatedLink(high, lanes(low, high, wire), wire);
                links[high][low] = new SimulatedLink(low, lanes(high, low, wire), wire);
            }
        }
        return links;
    }

    private SimulatedLane[] lanes(final int rank, final int peer, final Wire wire) {
        final SimulatedLane[] lanes = new SimulatedLane[Link.LANES];
        for (int lane = 0; lane < Link.LANES; lane++) {
            lanes[lane] = new SimulatedLane(streams[rank][peer][lane], streams[peer][rank][lane], wire, model);
        }
        return lanes;
    }

    /** One rank's end. */
    public Transport transport(final int rank) {
        return transports[rank];
    }

    /** The virtual time. */
    public long nowNs() {
        return nowNs;
    }

    /** Breaks the link when {@code from} has given that many bytes to {@code to} on one lane. */
    public void cut(final int from, final int to, final int lane, final long position) {
        streams[from][to][lane].cutAt(position);
    }

    /** Breaks every link between a rank of that set and one outside of it, now. */
    public void part(final BitSet apart) {
        wires.forEach((ends, wire) -> {
            if (apart.get(ends.low()) != apart.get(ends.high())) {
                wire.cut("was parted by the simulation");
            }
        });
    }

    /**
     * Lets time pass to the next event, or by a random part of that.
     *
     * @return whether there was anything to wait for; if not, and no rank has work, nothing will ever happen again
     */
    public boolean pass() {
        long next = Long.MAX_VALUE;
        for (final SimulatedStream stream : pending) {
            next = Math.min(next, stream.nextEventNs());
        }
        if (next == Long.MAX_VALUE) {
            return false;
        }
        nowNs = Math.max(nowNs, next) + (happens(0.5) ? between(0, model.delayNs()) : 0);
        for (final SimulatedStream stream : List.copyOf(pending)) {
            stream.fire(nowNs);
        }
        pending.removeIf(SimulatedStream::isQuiet);
        return true;
    }

    /** A stream has set the time of its next event. */
    void expect(final SimulatedStream stream) {
        pending.add(stream);
    }

    /** Whether a thing of that probability happens this time. */
    boolean happens(final double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }

    /** A number between two, both included. */
    long between(final long low, final long high) {
        return low == high ? low : random.nextLong(low, high + 1);
    }

    /** How far every stream that was used has come. */
    public String describe() {
        final StringBuilder text = new StringBuilder("after " + nowNs + " ns of virtual time, " + model);
        for (final SimulatedStream stream : all) {
            if (stream.accepted() > 0) {
                text.append("\n  ").append(stream);
            }
        }
        return text.toString();
    }

    /** Gives the memory back. */
    @Override
    public void close() {
        all.forEach(SimulatedStream::close);
    }
}
