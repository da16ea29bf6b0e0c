// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.measure;

import java.util.Arrays;

/**
 * What a series of timed calls comes to, in nanoseconds.
 *
 * @param calls how many
 * @param averageNs the slowest rank's total divided by the calls
 * @param p50Ns half of the calls took at most this
 * @param p99Ns 99 of 100 took at most this
 * @param p999Ns 999 of 1000 took at most this; with fewer calls, the same as the longest
 * @param maxNs the longest
 */
public record Latencies(int calls, double averageNs, long p50Ns, long p99Ns, long p999Ns, long maxNs) {
    /** Sorts the samples. */
    static Latencies of(final long[] samples, final long totalNs) {
        Arrays.sort(samples);
        return new Latencies(
                samples.length,
                (double) totalNs / samples.length,
                atRank(samples, 0.5),
                atRank(samples, 0.99),
                atRank(samples, 0.999),
                samples[samples.length - 1]);
    }

    /** The nearest-rank percentile: the smallest sample that at least this share of all samples does not exceed. */
    private static long atRank(final long[] sorted, final double share) {
        return sorted[(int) Math.ceil(share * sorted.length) - 1];
    }
}
