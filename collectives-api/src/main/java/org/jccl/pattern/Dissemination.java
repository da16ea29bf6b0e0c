// SPDX-License-Identifier: Apache-2.0
package org.jccl.pattern;

/**
 * Rounds whose reach doubles: in round k a rank tells the one 2^k places after it. What one rank knows at the start,
 * all know after ceil(log2 n) rounds, for any n.
 */
public final class Dissemination {
    private Dissemination() {}

    /** ceil(log2 size). */
    public static int rounds(final int size) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(size - 1);
    }

    /** Whom a rank tells in that round. */
    public static int to(final int rank, final int round, final int size) {
        return Ring.after(rank, 1 << round, size);
    }

    /** Who tells a rank in that round. */
    public static int from(final int rank, final int round, final int size) {
        return Ring.before(rank, 1 << round, size);
    }
}
