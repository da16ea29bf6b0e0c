// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.measure;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a link carries in each direction by its data sheet: {@code 25Gbit}, {@code 100Mbit}, {@code 12.5GB/s}; units are
 * powers of 1000.
 *
 * @param bitsPerSecond above 0
 */
public record LineRate(double bitsPerSecond) {
    private static final Pattern GRAMMAR = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([KMGT])(BIT(?:/S)?|B/S)");

    private static final double GIGA = 1e9;
    private static final int BYTE = 8;

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
        final Matcher matcher = GRAMMAR.matcher(text.trim().toUpperCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no line rate; write 25Gbit, 100Mbit or 12.5GB/s");
        }
        final double unit = Math.pow(1000, 1 + "KMGT".indexOf(matcher.group(2)));
        return new LineRate(
                Double.parseDouble(matcher.group(1)) * unit * (matcher.group(3).equals("B/S") ? BYTE : 1));
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
