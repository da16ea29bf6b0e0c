// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.measure;

import java.util.Arrays;

/**
 * How a buffer that holds one block a rank is divided: equally, or for the V forms as unequally as 1 : 2 : 3.
 *
 * @param shares elements of each rank's block
 */
record Blocks(long[] shares) {
    /** {@code total} divided among {@code ranks}; a remainder is dropped. */
    static Blocks equal(final int ranks, final long total) {
        final long[] shares = new long[ranks];
        Arrays.fill(shares, total / ranks);
        return new Blocks(shares);
    }

    /** All of {@code total} divided among {@code ranks} in the proportions 1 : 2 : 3 : 1 : 2 : 3 ... */
    static Blocks ragged(final int ranks, final long total) {
        final long[] shares = new long[ranks];
        final long weights = cumulativeWeight(ranks);
        for (int rank = 0; rank < ranks; rank++) {
            shares[rank] = boundary(total, rank + 1, weights) - boundary(total, rank, weights);
        }
        return new Blocks(shares);
    }

    /** Exact below 2^63 / weights elements, far beyond any memory. */
    private static long boundary(final long total, final int ranks, final long weights) {
        return total * cumulativeWeight(ranks) / weights;
    }

    private static long cumulativeWeight(final int ranks) {
        return ranks / 3 * 6L + (ranks % 3) * (ranks % 3 + 1L) / 2;
    }

    /** Elements of one rank's block. */
    long count(final int rank) {
        return shares[rank];
    }

    /** Where one rank's block begins. */
    long offset(final int rank) {
        return sum(shares, rank);
    }

    /** Elements of all blocks. */
    long total() {
        return sum(shares, shares.length);
    }

    /** In an all-to-all, how much {@code from} sends to each rank; every rank sends and receives {@link #total}. */
    long[] sendCounts(final int from) {
        final int ranks = shares.length;
        final long[] counts = new long[ranks];
        Arrays.setAll(counts, to -> shares[Math.floorMod(to - from, ranks)]);
        return counts;
    }

    /** In an all-to-all, how much {@code to} receives from each rank. */
    long[] receiveCounts(final int to) {
        final int ranks = shares.length;
        final long[] counts = new long[ranks];
        Arrays.setAll(counts, from -> shares[Math.floorMod(to - from, ranks)]);
        return counts;
    }

    /** The sum of the first {@code length} counts. */
    static long sum(final long[] counts, final int length) {
        long sum = 0;
        for (int i = 0; i < length; i++) {
            sum += counts[i];
        }
        return sum;
    }
}
