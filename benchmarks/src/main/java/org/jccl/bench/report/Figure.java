// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.report;

import java.util.Locale;

/** Numbers as tables show them: the same width and about four digits over many orders of magnitude. */
final class Figure {
    private Figure() {}

    /** Nanoseconds as microseconds: 0.352, 12.35, 987.2, 65536. */
    static String micros(final double nanoseconds) {
        final double micros = nanoseconds / 1e3;
        final int decimals = micros < 10 ? 3 : micros < 100 ? 2 : micros < 1000 ? 1 : 0;
        return String.format(Locale.ROOT, "%." + decimals + "f", micros);
    }

    /** Gigabytes a second: two decimals, as in nccl-tests. */
    static String gigabytes(final double gigabytesPerSecond) {
        return String.format(Locale.ROOT, "%.2f", gigabytesPerSecond);
    }
}
