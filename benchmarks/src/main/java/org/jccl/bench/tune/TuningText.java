// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.tune;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jccl.bench.measure.Operation;
import org.jccl.bench.report.Figure;

/** Winners as a table that {@code JCCL_TUNING} takes, with what was measured as remarks. */
public final class TuningText {
    private static final String RULE = "%-15s %-10s %-7d *      %s%n";

    private TuningText() {}

    /** The rules of one collective; the last holds for all greater sizes. */
    public static String rules(final Operation operation, final int ranks, final List<Winner> winners) {
        final StringBuilder text = new StringBuilder();
        int first = 0;
        for (int i = 0; i < winners.size(); i++) {
            final boolean last = i == winners.size() - 1;
            if (last || !winners.get(i + 1).algorithm().equals(winners.get(i).algorithm())) {
                for (int row = first; row <= i; row++) {
                    text.append(remark(winners.get(row)));
                }
                final String sizes = last ? "*" : "0-" + size(between(winners.get(i), winners.get(i + 1)));
                text.append(String.format(
                        Locale.ROOT,
                        RULE,
                        operation,
                        sizes,
                        ranks,
                        winners.get(i).algorithm()));
                first = i + 1;
            }
        }
        return text.toString();
    }

    private static String remark(final Winner winner) {
        final StringBuilder line = new StringBuilder("# " + size(winner.bytes()) + ":");
        for (final Map.Entry<String, Double> each : winner.micros().entrySet()) {
            line.append(' ').append(each.getKey()).append(' ').append(Figure.micros(each.getValue() * 1e3));
        }
        return line.append(" us\n").toString();
    }

    /** A round number half way between two sizes, on a logarithmic scale. */
    private static long between(final Winner here, final Winner next) {
        final double middle = Math.sqrt((double) Math.max(1, here.bytes()) * next.bytes());
        return Math.max(here.bytes(), Long.highestOneBit((long) middle));
    }

    private static String size(final long bytes) {
        if (bytes > 0 && bytes % (1 << 20) == 0) {
            return (bytes >> 20) + "m";
        }
        return bytes > 0 && bytes % (1 << 10) == 0 ? (bytes >> 10) + "k" : Long.toString(bytes);
    }
}
