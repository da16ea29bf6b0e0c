// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import org.jccl.observe.LatencyRecorder;
import org.jccl.observe.OperationEvent;

/**
 * When an operation was entered, here and by the last of its ranks, by when it must have ended, and what it waited for. The
 * submitting thread's, then the domain owner's; the clock is looked at for every message only where that is not felt.
 */
final class Timing {
    /** From this size on a look at the clock for each message is less than a hundredth of what it takes. */
    private static final long LARGE_BYTES = 256 << 10;
    /** Shorter messages say more about the clock than about the link. */
    private static final long LINK_BYTES = 32 << 10;

    private final ProgressDomain domain;
    private long ticket;
    private long timeoutNs;
    /** 0 until somebody has looked at the clock for it. */
    private long deadlineNs;

    private boolean large;
    private boolean sampled;
    private boolean timed;
    /** Whether the clock is looked at for each message, because it is large, or its turn, or in no hurry. */
    private boolean timesArrivals;

    private long entry;
    private long lastEntry;
    private long firstByteNs;
    /** When the latest message began to arrive or had arrived; before the first, since when it is waited for. */
    private long arrivalNs;
    /** The longest wait for a message, and for whose. */
    private long waitedNs;

    private int lateRank;
    /** What a flight recording of the JVM gets of it, or null. */
    private OperationEvent event;

    Timing(final ProgressDomain domain) {
        this.domain = domain;
    }

    /** For operations of that size. */
    void forSize(final long sizeBytes) {
        large = sizeBytes >= LARGE_BYTES;
    }

    void setTimeout(final long newTimeoutNs) {
        timeoutNs = newTimeoutNs;
    }

    /** Forgets the run before. */
    void reset() {
        deadlineNs = 0;
        timed = false;
        firstByteNs = 0;
        entry = EntryStamp.NONE;
        lastEntry = EntryStamp.NONE;
    }

    /** It is entered, or found to have been; from now on its deadline runs. */
    void enter(final long nowNs) {
        deadlineNs = nowNs + timeoutNs;
    }

    /**
     * It has its place in the order.
     *
     * @param newTicket its place in the flight recorder
     * @param isSampled whether it is timed because it is its turn
     * @param newEntry when it was entered, if it is timed, or {@link EntryStamp#NONE}
     */
    void recorded(final long newTicket, final boolean isSampled, final long newEntry) {
        ticket = newTicket;
        sampled = isSampled;
        timesArrivals = large || isSampled;
        waitedNs = 0;
        lateRank = -1;
        stamped(newEntry);
    }

    /** Its messages say when it was entered, unless that is {@link EntryStamp#NONE}. */
    void stamped(final long newEntry) {
        timed = newEntry != EntryStamp.NONE;
        entry = newEntry;
        lastEntry = newEntry;
    }

    /** It begins, and waits for messages from now on. */
    void begin() {
        if (timesArrivals) {
            arrivalNs = System.nanoTime();
        }
    }

    /** Whether it was timed from the beginning; its messages carry stamps then. */
    boolean isTimed() {
        return timed;
    }

    /** Whether it was timed because it was its turn. */
    boolean isSampled() {
        return sampled;
    }

    /** Its place in the flight recorder. */
    long ticket() {
        return ticket;
    }

    // ---- the deadline ----

    /**
     * Whether its deadline has passed. That of a call which began at once runs from the first look at the clock, which
     * is soon enough and saves a look per call.
     */
    boolean isLate(final long nowNs) {
        if (deadlineNs == 0) {
            enter(nowNs);
        }
        if (!timesArrivals && ageNs(nowNs) >= LatencyRecorder.LONG_NS) {
            timesArrivals = true;
            arrivalNs = nowNs;
            event = event == null ? domain.ledger().event() : event;
        }
        return nowNs - deadlineNs > 0;
    }

    long timeoutNs() {
        return timeoutNs;
    }

    /** When it was submitted, or 0 if nobody has looked at the clock for it yet. */
    long enteredNs() {
        return deadlineNs == 0 ? 0 : deadlineNs - timeoutNs;
    }

    /** How long ago it was submitted; as {@link #isLate}, it may begin with the first look. */
    long ageNs(final long nowNs) {
        return deadlineNs == 0 ? 0 : nowNs - deadlineNs + timeoutNs;
    }

    // ---- who entered last ----

    /** The latest entry that this rank knows of. */
    long lastEntry() {
        return lastEntry;
    }

    /** A message has brought word of an entry. */
    void heardOf(final long otherEntry) {
        lastEntry = EntryStamp.later(lastEntry, otherEntry);
    }

    /**
     * How long this rank was in it before the last one entered; 0 if it was the last itself. Of one that was not timed from the
     * beginning no message tells: then it is the longest wait for one.
     */
    long skewNs() {
        return timed ? EntryStamp.nsBetween(entry, lastEntry) : waitedNs;
    }

    /** The rank that entered last, or -1 if it is this one or not known. */
    int lastRank() {
        return timed && lastEntry != entry ? EntryStamp.rank(lastEntry) : -1;
    }

    // ---- messages ----

    /** A message of that rank begins to arrive; returns when, or 0 if nobody looks at the clock. */
    long messageBegins(final int peer) {
        if (!timesArrivals) {
            return 0;
        }
        final long nowNs = System.nanoTime();
        if (nowNs - arrivalNs > waitedNs) {
            waitedNs = nowNs - arrivalNs;
            lateRank = peer;
        }
        firstByteNs = firstByteNs == 0 ? nowNs : firstByteNs;
        arrivalNs = nowNs;
        return nowNs;
    }

    /** It has arrived; {@code sinceNs} is what {@link #messageBegins} has returned. */
    void messageEnds(final int peer, final long bytes, final long sinceNs) {
        if (sinceNs != 0) {
            arrivalNs = System.nanoTime();
            if (large && bytes >= LINK_BYTES) {
                domain.ledger().linkTimes().arrived(ticket, peer, bytes, arrivalNs - sinceNs);
            }
        }
    }

    /** When something began to arrive for it, or 0; of small operations that is looked at now and then. */
    long firstByteNs() {
        return firstByteNs;
    }

    /** When the latest message began to arrive or had arrived, or 0. */
    long lastByteNs() {
        return firstByteNs == 0 ? 0 : arrivalNs;
    }

    /** The longest wait for a message, or 0 if nobody looked. */
    long waitedNs() {
        return waitedNs;
    }

    /** Whose message that was, or -1. */
    int lateRank() {
        return lateRank;
    }

    // ---- Java's flight recorder ----

    /** From here on a flight recording of the JVM may follow it; null if there is none. */
    void journalled(final OperationEvent newEvent) {
        event = newEvent;
    }

    /** What {@link #journalled} was given, once. */
    OperationEvent takeEvent() {
        final OperationEvent taken = event;
        event = null;
        return taken;
    }
}
