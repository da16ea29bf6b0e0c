// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

/**
 * When a rank entered an operation, and which rank: one word, as messages carry it, so that every rank learns who came last.
 * Its upper 44 bits are the job's time in units of 64 ns, of which only differences mean something; then 20 bits have the rank.
 */
final class EntryStamp {
    /** No operation is stamped so but once in thirteen days, and then it is one of those that nobody timed. */
    static final long NONE = 0;

    private static final int RANK_BITS = 20;
    private static final int UNIT_BITS = 6;

    private EntryStamp() {}

    static long of(final long jobNs, final int rank) {
        return jobNs >> UNIT_BITS << RANK_BITS | rank;
    }

    static int rank(final long stamp) {
        return (int) stamp & (1 << RANK_BITS) - 1;
    }

    /** The later of two; either may be {@link #NONE}. */
    static long later(final long one, final long other) {
        if (one == NONE || other == NONE) {
            return one | other;
        }
        return one - other > 0 ? one : other;
    }

    /** How much later the second is than the first, to a unit or two; negative if it is earlier. */
    static long nsBetween(final long first, final long second) {
        return second - first >> RANK_BITS << UNIT_BITS;
    }
}
