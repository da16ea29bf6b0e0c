// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.report;

import java.util.Locale;

/** Numbers as tables show them: the same width and about four digits over many orders of magnitude. */
public final class Figure {
    private Figure() {}

    /** Nanoseconds as microseconds: 0.352, 12.35, 987.2, 65536. */
    public static String micros(final double nanoseconds) {
        if (Double.isNaN(nanoseconds)) {
            return "N/A";
        }
        final double micros = nanoseconds / 1e3;
        final int decimals = micros < 10 ? 3 : micros < 100 ? 2 : micros < 1000 ? 1 : 0;
        return String.format(Locale.ROOT, "%." + decimals + "f", micros);
    }

    /** A ratio: 0.352, 1.25, 12.3; as many digits as mean something. */
    public static String ratio(final double ratio) {
        return Double.isNaN(ratio) ? "N/A" : String.format(Locale.ROOT, ratio < 10 ? "%.2f" : "%.1f", ratio);
    }

    /** Gigabytes a second: two decimals, as in nccl-tests. */
    public static String gigabytes(final double gigabytesPerSecond) {
        return String.format(Locale.ROOT, "%.2f", gigabytesPerSecond);
    }

    /** Gigabits a second: three digits that mean something. */
    public static String gigabits(final double gbit) {
        final int decimals = gbit < 0.1 ? 4 : gbit < 1 ? 3 : gbit < 10 ? 2 : gbit < 100 ? 1 : 0;
        return Double.isNaN(gbit) ? "N/A" : String.format(Locale.ROOT, "%." + decimals + "f", gbit);
    }
}
