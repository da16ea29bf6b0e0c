// SPDX-License-Identifier: Apache-2.0
package org.jccl.observe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * How long operations of one kind took, and how much of it was waiting for the last rank to enter. Written by whoever owns the
 * communicator's domain, without allocating; any thread may read, and may see an operation half.
 *
 * <p>All operations are counted. While they are so short that a look at the clock would be felt, one in
 * {@value FlightRecorder#TIMED} is timed and stands for the others, except for long ones: whoever waits long looks at the clock
 * in any case, so of those each is timed and stands for itself. So tails are whole, where they begin at {@link #LONG_NS}.
 */
public final class LatencyRecorder {
    /** Operations so long are all timed. */
    public static final long LONG_NS = 100_000;

    /** Where they are shorter than this, two looks at the clock cost more than a hundredth. */
    private static final long SHORT_NS = 4_000;
    /** How quickly the running average forgets: a sixteenth an operation. */
    private static final int AVERAGE_SHIFT = 4;

    private static final long LOWEST_NS = 32;
    private static final long HIGHEST_NS = 3_600_000_000_000L;
    /** Digits that count: 1 %. */
    private static final int DIGITS = 2;

    private final LatencyKind kind;
    private final Histogram total = new Histogram(LOWEST_NS, HIGHEST_NS, DIGITS);
    private final Histogram skew = new Histogram(LOWEST_NS, HIGHEST_NS, DIGITS);
    private final Histogram transfer = new Histogram(LOWEST_NS, HIGHEST_NS, DIGITS);
    private final long[] timesLast;
    private final long[] lastByNs;
    private long operations;
    /** A running average, so that one slow operation does not have all timed. */
    private long usualNs = SHORT_NS;

    LatencyRecorder(final LatencyKind kind, final int ranks) {
        this.kind = kind;
        this.timesLast = new long[ranks];
        this.lastByNs = new long[ranks];
    }

    /** Whether its operations are so short that not all should be timed. */
    public boolean isShort() {
        return usualNs < SHORT_NS;
    }

    /** An operation has ended that nobody timed. */
    public void ended() {
        operations++;
    }

    /**
     * An operation has ended that was timed.
     *
     * @param totalNs from the call to its end
     * @param skewNs how much of it passed before the last rank entered, as far as this rank heard of it
     * @param last the rank that entered last, or -1 if it is not known or this one
     * @param sampled whether it was timed because it was its turn, so that it stands for others
     */
    public void ended(final long totalNs, final long skewNs, final int last, final boolean sampled) {
        operations++;
        usualNs += (totalNs - usualNs) >> AVERAGE_SHIFT;
        final long stands = sampled && totalNs < LONG_NS ? FlightRecorder.TIMED : 1;
        final long took = Math.min(Math.max(0, totalNs), HIGHEST_NS);
        final long waited = Math.min(Math.max(0, skewNs), took);
        total.recordValueWithCount(took, stands);
        skew.recordValueWithCount(waited, stands);
        transfer.recordValueWithCount(took - waited, stands);
        if (last >= 0) {
            timesLast[last] += stands;
            lastByNs[last] += waited * stands;
        }
    }

    /**
     * What is known so far.
     *
     * @param mostLast how many of those that entered last are told of
     */
    public LatencyReport report(final int mostLast) {
        return new LatencyReport(
                kind,
                operations,
                Spread.of(total.copy()),
                Spread.of(skew.copy()),
                Spread.of(transfer.copy()),
                worst(mostLast));
    }

    private List<LatencyReport.Last> worst(final int most) {
        final List<LatencyReport.Last> all = new ArrayList<>();
        for (int rank = 0; rank < timesLast.length; rank++) {
            if (timesLast[rank] > 0) {
                all.add(new LatencyReport.Last(rank, timesLast[rank], lastByNs[rank]));
            }
        }
        all.sort(Comparator.comparingLong(LatencyReport.Last::waitedNs).reversed());
        return all.subList(0, Math.min(most, all.size()));
    }
}
