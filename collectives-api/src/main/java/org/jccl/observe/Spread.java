// SPDX-License-Identifier: Apache-2.0
package org.jccl.observe;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.HdrHistogram.Histogram;

/**
 * How a time is spread over the operations of one kind; all in nanoseconds, right to 1 %.
 *
 * @param p50 the median
 * @param p99 exceeded by one operation in a hundred
 * @param p999 exceeded by one in a thousand
 * @param max the longest
 * @param mean the average
 * @param cv the coefficient of variation: the standard deviation as a share of the mean; 0 where there is nothing
 */
public record Spread(long p50, long p99, long p999, long max, double mean, double cv) {
    private static final double P50 = 50;
    private static final double P99 = 99;
    private static final double P999 = 99.9;

    static Spread of(final Histogram times) {
        final double mean = times.getMean();
        return new Spread(
                times.getValueAtPercentile(P50),
                times.getValueAtPercentile(P99),
                times.getValueAtPercentile(P999),
                times.getMaxValue(),
                mean,
                mean == 0 ? 0 : times.getStdDeviation() / mean);
    }

    void write(final DataOutputStream out) throws IOException {
        out.writeLong(p50);
        out.writeLong(p99);
        out.writeLong(p999);
        out.writeLong(max);
        out.writeDouble(mean);
        out.writeDouble(cv);
    }

    static Spread read(final DataInputStream in) throws IOException {
        return new Spread(in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readDouble(), in.readDouble());
    }
}
