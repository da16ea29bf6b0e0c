// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.report;

import java.io.PrintStream;
import java.util.Locale;
import org.jccl.bench.machine.Machine;
import org.jccl.bench.measure.Operation;
import org.jccl.bench.measure.Overlap;
import org.jccl.bench.measure.Report;
import org.jccl.bench.measure.Row;
import org.jccl.bench.measure.Subject;

/** What a computation hides of each operation, as a table. Lines that are no rows begin with {@code #}. */
public final class OverlapTable implements Report {
    private static final String COLUMNS = "%11s %11s %11s %9s %9s %9s %7s %7s";

    private final PrintStream target;
    private Operation headed;

    private OverlapTable(final PrintStream target) {
        this.target = target;
    }

    /** Writes the head; rows are flushed one by one. */
    public static OverlapTable open(final PrintStream target, final Machine machine, final Setting setting) {
        final OverlapTable table = new OverlapTable(target);
        table.line("# %s", setting.summary());
        table.line("# %s", machine.summary());
        table.line("# medians; both: the computation between the operation's start and the wait for it");
        table.line(
                "# ratio: both over the longer of the two; hidden: how much of the operation took no time of its own");
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
        head("size", "count", "type", "alone", "computing", "both", "ratio", "hidden");
        head("(B)", "(elements)", "", "(us)", "(us)", "(us)", "", "(%)");
    }

    private void head(final Object... titles) {
        line("#%s", String.format(COLUMNS, titles).substring(1));
    }

    @Override
    public void skip(final Subject subject, final String reason) {
        line("#");
        line("# %s skipped: it %s", subject.operation(), reason);
    }

    /** Runs that measure overlap have no such rows. */
    @Override
    public void row(final Row row) {
        throw new IllegalStateException("a row of a run that measures no overlap");
    }

    @Override
    public void overlap(final Overlap row) {
        line(
                COLUMNS,
                row.sizeBytes(),
                row.count(),
                row.subject().type(),
                Figure.micros(row.alone().p50Ns()),
                Figure.micros(row.computing().p50Ns()),
                Figure.micros(row.both().p50Ns()),
                Figure.ratio(row.ratio()),
                Math.round(100 * row.hidden()));
    }

    private void line(final String format, final Object... values) {
        target.println(String.format(Locale.ROOT, format, values).stripTrailing());
        target.flush();
    }
}
