// SPDX-License-Identifier: Apache-2.0
package org.jccl.observe;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * The last operations of one communicator, in a ring that is written over and never grows. Written by whoever owns the
 * communicator's domain. Any thread may read: which operation it is, is always read as it was written; when it ended may
 * be read half while it is being written, which a report of what stands still can live with.
 *
 * <p>A clock reading costs about a tenth of a small operation over shared memory. So of those that are small and end at
 * once one in {@value #TIMED} is timed, the same on every rank, and the others are stamped with a coarse clock, which is
 * right to a tenth of a second. Who was waited for, and how fast links are, is known of those that are timed.
 */
public final class FlightRecorder {
    /** Operations that are remembered. */
    public static final int CAPACITY = 256;

    /** Of small operations, the share that is timed: one in so many, by their place in the order. A power of two. */
    public static final int TIMED = 32;

    private static final int FIELDS = 8;
    private static final int TICKET = 0;
    private static final int SEQUENCE = 1;
    private static final int FINGERPRINT = 2;
    private static final int BYTES_AND_LANE = 3;
    private static final int ENTERED = 4;
    private static final int FIRST = 5;
    private static final int LAST = 6;
    private static final int DONE = 7;
    private static final int LANE_BITS = 7;
    private static final int EXACT = 1 << LANE_BITS;
    private static final int FLAG_BITS = LANE_BITS + 1;
    private static final int RANK_BITS = 24;

    private static final VarHandle COUNT = countHandle();
    private static final VarHandle RING = MethodHandles.arrayElementVarHandle(long[].class);
    private static final long BEING_WRITTEN = 0;

    private final long[] ring = new long[CAPACITY * FIELDS];
    /** Of timed operations alone, so that the others need not touch it: the longest wait, and for whom. */
    private final long[] waits = new long[CAPACITY];

    private final LinkTimes links = new LinkTimes();
    private final Lateness lateness;
    private final LongSupplier coarseNs;
    private long count;

    /**
     * A recorder that remembers nothing yet.
     *
     * @param size how many ranks there are
     * @param coarseNs a clock with the origin of {@link System#nanoTime}
     */
    public FlightRecorder(final int size, final LongSupplier coarseNs) {
        this.lateness = new Lateness(size);
        this.coarseNs = coarseNs;
    }

    private static VarHandle countHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(FlightRecorder.class, "count", long.class);
        } catch (final ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    /** How fast links are. */
    public LinkTimes links() {
        return links;
    }

    /** Who is waited for. */
    public Lateness lateness() {
        return lateness;
    }

    /**
     * One remembered operation; times as of {@link System#nanoTime}, 0 where there is none.
     *
     * @param lane which order it belongs to
     * @param sequence its place there
     * @param fingerprint what was called
     * @param bytes its size
     * @param enteredNs when it was submitted
     * @param firstByteNs when the first message for it began to arrive; 0 where nobody looked
     * @param lastByteNs when the last had arrived; 0 where nobody looked
     * @param doneNs when it ended
     * @param exact whether times are exact, and not right to a tenth of a second
     * @param lateRank whose message was waited for longest, or -1
     * @param waitedNs how long
     * @param links how fast what the peers sent has come, where it was large
     */
    public record Entry(
            int lane,
            long sequence,
            long fingerprint,
            long bytes,
            long enteredNs,
            long firstByteNs,
            long lastByteNs,
            long doneNs,
            boolean exact,
            int lateRank,
            long waitedNs,
            List<LinkTimes.Row> links) {
        /** Whether it ended. */
        public boolean isDone() {
            return doneNs != 0;
        }
    }

    /**
     * An operation has its place in the order.
     *
     * @param enteredNs when, or 0 for about now
     * @return its ticket, for what follows
     */
    public long entered(
            final int lane, final long sequence, final long fingerprint, final long bytes, final long enteredNs) {
        final long ticket = count + 1;
        final int at = at(ticket);
        // whoever reads it meanwhile must not take what one operation was for another's
        RING.setOpaque(ring, at + TICKET, BEING_WRITTEN);
        VarHandle.storeStoreFence();
        ring[at + SEQUENCE] = sequence;
        ring[at + FINGERPRINT] = fingerprint;
        ring[at + BYTES_AND_LANE] = bytes << FLAG_BITS | lane | (enteredNs == 0 ? 0 : EXACT);
        ring[at + ENTERED] = enteredNs == 0 ? coarseNs.getAsLong() : enteredNs;
        ring[at + FIRST] = 0;
        ring[at + LAST] = 0;
        ring[at + DONE] = 0;
        if (enteredNs != 0) {
            waits[slot(ticket)] = 0;
        }
        RING.setRelease(ring, at + TICKET, ticket);
        COUNT.setRelease(this, ticket);
        return ticket;
    }

    /**
     * It has ended.
     *
     * @param enteredNs when it was submitted, or 0 if that is not known any better than before
     * @param firstByteNs when something began to arrive for it, or 0
     * @param lastByteNs when the last had arrived, or 0
     * @param nowNs now, or 0 for about now
     */
    public void done(
            final long ticket, final long enteredNs, final long firstByteNs, final long lastByteNs, final long nowNs) {
        final int at = at(ticket);
        if (ring[at + TICKET] == ticket) {
            if (enteredNs != 0) {
                ring[at + ENTERED] = enteredNs;
                ring[at + BYTES_AND_LANE] |= EXACT;
            }
            ring[at + FIRST] = firstByteNs;
            ring[at + LAST] = lastByteNs;
            ring[at + DONE] = nowNs == 0 ? coarseNs.getAsLong() : nowNs;
        }
    }

    /** It has waited longest for that rank, or for none if that is -1; to be called before {@link #done}, if it was timed. */
    public void waited(final long ticket, final int rank, final long ns) {
        if (ring[at(ticket) + TICKET] == ticket) {
            waits[slot(ticket)] = ns << RANK_BITS | rank + 1;
        }
        if (rank >= 0) {
            lateness.waited(rank, ns);
        }
    }

    private static int at(final long ticket) {
        return slot(ticket) * FIELDS;
    }

    private static int slot(final long ticket) {
        return (int) ticket & CAPACITY - 1;
    }

    /** What is remembered, the oldest first. */
    public List<Entry> entries() {
        final List<Entry> entries = new ArrayList<>();
        final long latest = latest();
        for (long ticket = Math.max(1, latest - CAPACITY + 1); ticket <= latest; ticket++) {
            final Entry entry = entry(ticket);
            if (entry != null) {
                entries.add(entry);
            }
        }
        return entries;
    }

    /** The operation at that place of a lane's order, the latest of them, or null if it is not remembered. */
    public Entry find(final int lane, final long sequence) {
        return latest(entry -> entry.lane() == lane && entry.sequence() == sequence);
    }

    /** The latest that has ended, or null. */
    public Entry latestDone() {
        return latest(Entry::isDone);
    }

    private Entry latest(final Predicate<Entry> wanted) {
        final long latest = latest();
        for (long ticket = latest; ticket > 0 && ticket > latest - CAPACITY; ticket--) {
            final Entry entry = entry(ticket);
            if (entry != null && wanted.test(entry)) {
                return entry;
            }
        }
        return null;
    }

    private long latest() {
        return (long) COUNT.getAcquire(this);
    }

    /** Null if another has taken its place. */
    private Entry entry(final long ticket) {
        final int at = at(ticket);
        if ((long) RING.getAcquire(ring, at + TICKET) != ticket) {
            return null;
        }
        final Entry read = read(ticket, at);
        VarHandle.acquireFence();
        return (long) RING.getOpaque(ring, at + TICKET) == ticket ? read : null;
    }

    private Entry read(final long ticket, final int at) {
        final boolean exact = (ring[at + BYTES_AND_LANE] & EXACT) != 0;
        final long wait = exact ? waits[slot(ticket)] : 0;
        return new Entry(
                (int) (ring[at + BYTES_AND_LANE] & EXACT - 1),
                ring[at + SEQUENCE],
                ring[at + FINGERPRINT],
                ring[at + BYTES_AND_LANE] >>> FLAG_BITS,
                ring[at + ENTERED],
                ring[at + FIRST],
                ring[at + LAST],
                ring[at + DONE],
                exact,
                (int) (wait & (1 << RANK_BITS) - 1) - 1,
                wait >>> RANK_BITS,
                exact ? links.of(ticket) : List.of());
    }
}
