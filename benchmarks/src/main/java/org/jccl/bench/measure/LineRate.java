// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.measure;

import java.util.Locale;
import org.jccl.spi.Rates;

/**
 * What a link carries in each direction by its data sheet: {@code 25Gbit}, {@code 100Mbit}, {@code 12.5GB/s}; units are
 * powers of 1000.
 *
 * @param bitsPerSecond above 0
 */
public record LineRate(double bitsPerSecond) {
    private static final double GIGA = 1e9;

    /** Refuses what no link has. */
    public LineRate {
        if (!(bitsPerSecond > 0)) {
            throw new IllegalArgumentException("a line rate is above 0");
        }
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if the text is none; the message says what would be
     */
    public static LineRate parse(final String text) {
        final Long rate = Rates.parse(text);
        if (rate == null) {
            throw new IllegalArgumentException("'" + text + "' is no line rate; write 25Gbit, 100Mbit or 12.5GB/s");
        }
        return new LineRate(rate);
    }

    /** In the unit of this package's reports. */
    public double gbit() {
        return bitsPerSecond / GIGA;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.6f", gbit()).replaceAll("\\.?0+$", "") + " Gbit/s";
    }
}
