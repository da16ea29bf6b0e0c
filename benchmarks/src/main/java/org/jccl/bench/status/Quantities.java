// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.status;

import java.util.Locale;

/** Times and amounts as a person reads them at a glance. */
final class Quantities {
    private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB", "PB"};
    private static final double STEP = 1000;
    private static final int TEN = 10;
    private static final long SECOND_MS = 1_000;
    private static final long MINUTE_MS = 60 * SECOND_MS;
    private static final long HOUR_MS = 60 * MINUTE_MS;

    private Quantities() {}

    /** {@code 12 ms}, {@code 3.4 s}, {@code 5 min}, {@code 2 h}. */
    static String time(final long ms) {
        if (ms < SECOND_MS) {
            return ms + " ms";
        }
        if (ms < MINUTE_MS) {
            return String.format(Locale.ROOT, "%.1f s", (double) ms / SECOND_MS);
        }
        return ms < HOUR_MS ? ms / MINUTE_MS + " min" : ms / HOUR_MS + " h";
    }

    /** {@code 800 B}, {@code 1.5 GB}. */
    static String bytes(final long bytes) {
        double amount = bytes;
        int unit = 0;
        while (amount >= STEP && unit < UNITS.length - 1) {
            amount /= STEP;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 || amount >= TEN ? "%.0f %s" : "%.1f %s", amount, UNITS[unit]);
    }

    /** {@code 1.5 GB/s}, or nothing where nothing moves. */
    static String rate(final long bytesPerSecond) {
        return bytesPerSecond <= 0 ? "-" : bytes(bytesPerSecond) + "/s";
    }
}
