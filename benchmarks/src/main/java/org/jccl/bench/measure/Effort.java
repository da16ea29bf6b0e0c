// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.measure;

/**
 * How often a row is called before and while it is timed.
 *
 * @param iterations timed calls; 0 for as many as fit {@link #ROW_NS}
 * @param warmUps calls before; -1 for as many as fit a time
 */
public record Effort(int iterations, int warmUps) {
    /** A row that is not told otherwise takes about this long. */
    static final long ROW_NS = 200_000_000;
    /** Enough for caches, branch predictors and connections. */
    static final long WARM_UP_NS = 50_000_000;
    /** Enough for the compiler: a new operation, type or operator brings new code. */
    static final long COLD_WARM_UP_NS = 400_000_000;

    private static final int MOST = 100_000;
    private static final long SMALL_BYTES = 64 << 10;
    private static final long MIDDLE_BYTES = 1 << 20;

    /** Timed calls for a row whose calls take about {@code callNs}: for percentiles, the smaller the more. */
    int iterations(final long bytes, final long callNs) {
        if (iterations > 0) {
            return iterations;
        }
        final int fewest = bytes <= SMALL_BYTES ? 200 : bytes <= MIDDLE_BYTES ? 30 : 7;
        return (int) Math.min(MOST, Math.max(fewest, ROW_NS / Math.max(1, callNs)));
    }
}
