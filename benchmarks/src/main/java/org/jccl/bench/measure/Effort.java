// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.measure;

/**
 * How often a row is called before and while it is timed.
 *
 * @param iterations timed calls; 0 for as many as fit the time
 * @param warmUps calls before; {@link #UNTIL_COMPILED} for as many as the compiler needs, {@link #BRIEFLY} where it has
 *     compiled them before
 * @param rowNs about how long the timed calls shall take together
 */
public record Effort(int iterations, int warmUps, long rowNs) {
    /** As many calls as the compiler needs. */
    public static final int UNTIL_COMPILED = -1;
    /** As many calls as it takes to know how long one takes, and that the compiler has nothing new to do. */
    public static final int BRIEFLY = -2;

    /** A row that is not told otherwise takes about this long. */
    public static final long ROW_NS = 200_000_000;
    /** At most, before a row of an operation that was timed before with another size. */
    static final long WARM_UP_NS = 8_000_000_000L;
    /** At most, before the first row: a new operation, type or operator brings new code for the compiler, which may have to
     *  share few cores with many ranks. */
    static final long COLD_WARM_UP_NS = 30_000_000_000L;

    private static final int MOST = 100_000;
    private static final long SMALL_BYTES = 64 << 10;
    private static final long MIDDLE_BYTES = 1 << 20;

    /** Timed calls for a row whose calls take about {@code callNs}: for percentiles, the smaller the more. */
    int iterations(final long bytes, final long callNs) {
        if (iterations > 0) {
            return iterations;
        }
        final int fewest = bytes <= SMALL_BYTES ? 200 : bytes <= MIDDLE_BYTES ? 30 : 7;
        return (int) Math.min(MOST, Math.max(fewest, rowNs / Math.max(1, callNs)));
    }
}
