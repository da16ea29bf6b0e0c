// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.util.ArrayList;
import java.util.List;
import org.jccl.buffer.Accelerator;
import org.jccl.observe.RankReport;
import org.jccl.plan.Layout;
import org.jccl.plan.Plan;
import org.jccl.spi.Lane;

/**
 * A plan in execution over one slab of one operation: the streaming executor. On every link and direction the step at
 * the head moves on, one segment a turn, so a late peer delays only what needs it. Reused for later slabs of the same
 * plan; owned by the domain's owner.
 */
final class Activation {
    /** Result of a turn: a peer's header is not the expected one; {@link #troubledPeer()} says whose. */
    static final int MISMATCH = -2;
    /** Result of a turn: a link is broken; {@link #troubledPeer()} says whose. */
    static final int BROKEN = Lane.BROKEN;

    /** Result of a turn: a sum is not that of what came; {@link #troubledPeer()} says from whom. */
    static final int CORRUPT = -3;

    /** Bytes moved by one step in one turn: large enough to make calls cheap, small enough to stay in a core's cache. */
    static final long SEGMENT_BYTES = 128 << 10;

    private final Plan plan;
    private final Lane[] lanes;
    private final Placement placement;
    private final Progress progress;
    /** By link, if the plan runs in a device's memory; else null. */
    private final DeviceLane[] deviceLanes;

    private final Sends sends;
    private final Folds folds;
    /** The bits of all its peers. */
    private final long peers;
    /** Links on which something was held back at the last flush. */
    private long heldBack;

    private Operation operation;
    private Operation placedFor;
    private int placedAs;
    private int troubledPeer;

    /**
     * A plan that can be executed.
     *
     * @param memory where it has memory of its own
     * @param device the device in whose memory it runs, or null
     * @param deviceLanes what its links are to that device, or null
     * @param gate says what it may send
     */
    Activation(
            final Plan plan,
            final Lane[] lanes,
            final int laneNumber,
            final boolean summed,
            final PlanMemory memory,
            final Accelerator device,
            final DeviceLane[] deviceLanes,
            final Gate gate) {
        this.plan = plan;
        this.lanes = lanes;
        this.placement = new Placement(plan, memory);
        this.progress = new Progress(plan, lanes, placement);
        this.deviceLanes = deviceLanes;
        this.sends = new Sends(plan, lanes, laneNumber, placement, progress, summed, deviceLanes, gate);
        this.folds = new Folds(plan, lanes, laneNumber, placement, progress, summed, device, deviceLanes);
        long all = 0;
        for (final int peer : plan.peers) {
            all |= bit(peer);
        }
        this.peers = all;
    }

    /** A peer's bit in a set of links. Beyond 64 peers several share one: later operations then wait a little longer. */
    static long bit(final int peer) {
        return 1L << peer;
    }

    /** Whether the ranges lie already where that operation of one slab wants them. */
    boolean isPlaced(final Operation newOperation) {
        return placedFor == newOperation && placedAs == newOperation.placement();
    }

    /** Lays the plan's ranges over memory. */
    void place(final Operation newOperation, final Layout layout) {
        placedFor = newOperation;
        placedAs = newOperation.placement();
        placement.place(newOperation, layout);
    }

    /** Begins a slab, which has been placed: forgets the past. */
    void begin(final Operation newOperation) {
        operation = newOperation;
        progress.begin();
        sends.begin(newOperation);
        folds.begin(newOperation);
    }

    Operation operation() {
        return operation;
    }

    /** Links on which messages of this slab are still to leave: later operations may not send there yet. */
    long outPending() {
        long pending = 0;
        for (int link = 0; link < lanes.length; link++) {
            pending |= sends.hasLeft(link) ? bit(plan.peers[link]) : 0;
        }
        return pending;
    }

    /** Links on which messages of this slab are still to come. */
    long inPending() {
        long pending = 0;
        for (int link = 0; link < lanes.length; link++) {
            pending |= folds.hasLeft(link) ? bit(plan.peers[link]) : 0;
        }
        return pending;
    }

    /** Whether nothing is left that needs this rank, and no peer reads its memory any more; what it sent may be held back. */
    boolean hasEnded() {
        return progress.isDone();
    }

    /** Whether it has ended and nothing is held back, so that the library may be left. */
    boolean isDone() {
        return hasEnded() && flush();
    }

    /**
     * Takes a small operation's steps in the order of the schedule, waiting a moment for each message: the straight road
     * when nothing else is under way and latency is all that counts. Where the moment passes, {@link #turn} goes on.
     *
     * @param looks how often it may look in vain, in all
     * @return how many steps moved, or a negative result
     */
    int rush(final int looks) {
        int work = 0;
        int patience = looks;
        for (int i = 0; i < plan.order.length && patience > 0; ) {
            final int step = plan.order[i];
            final int moved = step < 0 ? sends.turn(plan.sendLink[~step]) : folds.turn(step);
            if (moved < 0) {
                troubledPeer = plan.peers[step < 0 ? plan.sendLink[~step] : folds.troubledLink()];
                return moved;
            }
            if (progress.hasEnded(step)) {
                i++;
            }
            if (moved == 0) {
                patience--;
                Thread.onSpinWait();
            } else if (step < 0 && i < plan.order.length && plan.order[i] >= 0) {
                flush();
            }
            work += moved;
        }
        return work;
    }

    /** Whether it waits for earlier operations alone: everything has been sent, and they still receive from all its peers. */
    boolean isHeldUp(final long inBusy) {
        return peers != 0 && (peers & ~inBusy) == 0 && plan.localFolds.length == 0 && !sends.hasLeft();
    }

    /**
     * One turn of every link, each direction.
     *
     * @param outBusy links that earlier operations still send on; {@code inBusy}: still receive on
     * @return how many steps moved, or a negative result
     */
    int turn(final long outBusy, final long inBusy) {
        int work = folds.localTurn();
        for (int link = 0; link < lanes.length; link++) {
            if (sends.hasLeft(link) && (outBusy & bit(plan.peers[link])) == 0) {
                final int sent = sends.turn(link);
                if (sent < 0) {
                    troubledPeer = plan.peers[link];
                    return sent;
                }
                work += sent;
            }
        }
        for (int link = 0; link < lanes.length; link++) {
            if (folds.hasLeft(link) && (inBusy & bit(plan.peers[link])) == 0) {
                final int folded = folds.turn(link, inBusy);
                if (folded < 0) {
                    troubledPeer = plan.peers[folds.troubledLink()];
                    return folded;
                }
                work += folded;
            }
        }
        return work;
    }

    /** Lets everything leave; returns whether nothing is held back. To be called after a turn in which something moved. */
    boolean flush() {
        heldBack = 0;
        for (int link = 0; link < lanes.length; link++) {
            heldBack |= lanes[link].flush() ? 0 : bit(link);
        }
        return heldBack == 0;
    }

    /** The rank at the other end of the link in trouble. */
    int troubledPeer() {
        return troubledPeer;
    }

    /** After a {@link #MISMATCH}: the header that came instead of the expected one. */
    long unexpectedHeader() {
        return lanes[folds.troubledLink()].peeked();
    }

    /** After a {@link #CORRUPT}: what is wrong with the message that came. */
    SpoiltMessage spoilt() {
        return folds.spoilt();
    }

    /** Whom this slab waits for. */
    List<RankReport.Wait> waits() {
        final List<RankReport.Wait> waits = new ArrayList<>();
        for (int link = 0; link < lanes.length; link++) {
            if (folds.hasLeft(link)) {
                if (folds.isHeldUp(link)) {
                    continue;
                }
                final boolean opened = folds.isOpened(link);
                waits.add(new RankReport.Wait(
                        plan.peers[link], opened ? RankReport.Reason.TO_GO_ON : RankReport.Reason.TO_SEND));
            } else if (sends.hasLeft(link) || (heldBack & bit(link)) != 0 || progress.isRead(link)) {
                waits.add(new RankReport.Wait(plan.peers[link], RankReport.Reason.TO_RECEIVE));
            }
        }
        return waits;
    }

    /** Ends whatever could still write to the caller's memory. */
    void cancel() {
        folds.cancel();
    }

    /** Gives native memory back. */
    void close() {
        folds.close();
        if (deviceLanes != null) {
            for (final DeviceLane lane : deviceLanes) {
                lane.close();
            }
        }
        placement.close();
    }
}
