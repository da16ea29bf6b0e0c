// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.report;

import java.io.PrintStream;
import java.util.Locale;
import org.jccl.bench.machine.Machine;
import org.jccl.bench.measure.Latencies;
import org.jccl.bench.measure.Measurement;
import org.jccl.bench.measure.Operation;
import org.jccl.bench.measure.Report;
import org.jccl.bench.measure.Row;
import org.jccl.bench.measure.Subject;

/** The table of nccl-tests, with percentiles beside it. Lines that are no rows begin with {@code #}. */
public final class Table implements Report {
    private static final String LEFT = "%11s %11s %11s %5s %4s";
    private static final String SIDE = " %6s %6s %6s %6s %6s %6s %6s %6s";

    private final PrintStream target;
    private Operation headed;
    private double busbwSum;
    private int measurements;
    private boolean unchecked;

    private Table(final PrintStream target) {
        this.target = target;
    }

    /** Writes the head; rows are flushed one by one. */
    public static Table open(final PrintStream target, final Machine machine, final Setting setting) {
        final Table table = new Table(target);
        table.line("# %s", setting.summary());
        table.line("# %s", machine.summary());
        table.line("# time: the slowest rank's average; p50 to max: single calls; bandwidths: 10^9 bytes a second");
        return table;
    }

    @Override
    public void begin(final Subject subject) {
        if (subject.operation() == headed) {
            return;
        }
        headed = subject.operation();
        line("#");
        line("# %s", subject.operation());
        line(
                "#%s",
                String.format(LEFT, "", "", "", "", "").substring(1) + centred("out-of-place") + centred("in-place"));
        line(
                "#%s",
                String.format(LEFT, "size", "count", "type", "redop", "root").substring(1) + titles() + titles());
        line("#%s", String.format(LEFT, "(B)", "(elements)", "", "", "").substring(1) + units() + units());
    }

    private static String titles() {
        return String.format(SIDE, "time", "algbw", "busbw", "#wrong", "p50", "p99", "p99.9", "max");
    }

    private static String units() {
        return String.format(SIDE, "(us)", "(GB/s)", "(GB/s)", "", "(us)", "(us)", "(us)", "(us)");
    }

    private static String centred(final String title) {
        final int width = units().length();
        final int left = (width + title.length()) / 2;
        return String.format("%" + left + "s%" + (width - left) + "s", title, "");
    }

    @Override
    public void skip(final Subject subject, final String reason) {
        line("#");
        line("# %s skipped: it %s", subject.operation(), reason);
    }

    @Override
    public void row(final Row row) {
        final Subject subject = row.subject();
        line(
                "%s%s%s",
                String.format(
                        LEFT, row.sizeBytes(), row.count(), subject.type(), subject.opName(), subject.rootOrNone()),
                side(row, row.outOfPlace()),
                row.inPlace() == null ? none() : side(row, row.inPlace()));
    }

    private String side(final Row row, final Measurement measurement) {
        final Latencies times = measurement.latencies();
        busbwSum += row.busbwGBs(times);
        measurements++;
        unchecked |= !measurement.checked();
        return String.format(
                SIDE,
                Figure.micros(times.averageNs()),
                Figure.gigabytes(row.algbwGBs(times)),
                Figure.gigabytes(row.busbwGBs(times)),
                measurement.checked() ? measurement.wrong() : "N/A",
                Figure.micros(times.p50Ns()),
                Figure.micros(times.p99Ns()),
                Figure.micros(times.p999Ns()),
                Figure.micros(times.maxNs()));
    }

    private static String none() {
        return String.format(SIDE, "N/A", "N/A", "N/A", "N/A", "N/A", "N/A", "N/A", "N/A");
    }

    @Override
    public void end(final long wrong) {
        line("#");
        line("# Out of bounds values : %s", unchecked ? "N/A" : wrong + (wrong == 0 ? " OK" : " FAILED"));
        line("# Avg bus bandwidth    : %s", String.format(Locale.ROOT, "%.4f", busbwSum / Math.max(1, measurements)));
    }

    private void line(final String format, final Object... values) {
        target.println(String.format(Locale.ROOT, format, values).stripTrailing());
        target.flush();
    }
}
