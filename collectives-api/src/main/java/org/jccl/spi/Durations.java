// SPDX-License-Identifier: Apache-2.0
package org.jccl.spi;

import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spans of time as people write and read them: {@code 5s}, {@code 200ms}. Stateless, any thread. */
public final class Durations {
    private static final Pattern SPAN = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)\\s*(ms|s|m|)");

    private Durations() {}

    /**
     * Reads {@code 200ms}, {@code 5s}, {@code 1.5} (seconds) or {@code 2m}.
     *
     * @return nanoseconds, or null if the text is none of these
     */
    static Long parseNs(final String text) {
        final Matcher span = SPAN.matcher(text);
        if (!span.matches()) {
            return null;
        }
        return (long) (Double.parseDouble(span.group(1)) * unitNs(span.group(2)));
    }

    private static long unitNs(final String unit) {
        return switch (unit) {
            case "ms" -> TimeUnit.MILLISECONDS.toNanos(1);
            case "m" -> TimeUnit.MINUTES.toNanos(1);
            default -> TimeUnit.SECONDS.toNanos(1);
        };
    }

    /** For messages: {@code 5 s}, {@code 2.5 s}, {@code 200 ms}. */
    public static String text(final long ns) {
        final long ms = TimeUnit.NANOSECONDS.toMillis(ns);
        if (ms < 1000) {
            return ms + " ms";
        }
        return ms % 1000 < 100 ? ms / 1000 + " s" : ms / 1000 + "." + ms % 1000 / 100 + " s";
    }
}
