// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.compare;

import java.util.Locale;
import org.jccl.bench.measure.Latencies;

/**
 * What one contender took for one size, in microseconds; NaN where the source does not say.
 *
 * @param bytes the size in the sense of nccl-tests, as the contender rounded it
 * @param averageUs the slowest rank's
 * @param p50Us of single calls, like the rest
 */
public record Figures(long bytes, double averageUs, double p50Us, double p99Us, double p999Us, double maxUs) {
    private static final String ANSWER = "=";
    private static final int FIELDS = 7;

    static Figures of(final long bytes, final Latencies times) {
        return new Figures(
                bytes,
                times.averageNs() / 1e3,
                times.p50Ns() / 1e3,
                times.p99Ns() / 1e3,
                times.p999Ns() / 1e3,
                times.maxNs() / 1e3);
    }

    /** Only the average is known. */
    static Figures average(final long bytes, final double averageUs) {
        return new Figures(bytes, averageUs, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }

    /** What ratios are taken of: the median call, or where that is not known the average. */
    double typicalUs() {
        return Double.isNaN(p50Us) ? averageUs : p50Us;
    }

    static boolean isAnswer(final String line) {
        return line.startsWith(ANSWER + " ");
    }

    /** The line that answers a {@link Task}. */
    String toLine() {
        return String.format(
                Locale.ROOT, "%s %d %.4f %.4f %.4f %.4f %.4f", ANSWER, bytes, averageUs, p50Us, p99Us, p999Us, maxUs);
    }

    /** Reads such a line. */
    static Figures parse(final String line) {
        final String[] fields = line.trim().split("\\s+");
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException("'" + line + "' is not: = BYTES AVERAGE P50 P99 P99.9 MAX");
        }
        return new Figures(
                Long.parseLong(fields[1]),
                Double.parseDouble(fields[2]),
                Double.parseDouble(fields[3]),
                Double.parseDouble(fields[4]),
                Double.parseDouble(fields[5]),
                Double.parseDouble(fields[6]));
    }
}
