// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.compare;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.jccl.bench.machine.Machine;
import org.jccl.bench.measure.Operation;
import org.jccl.bench.report.Figure;

/** Duels as text, one line each. Lines that are no rows begin with {@code #}. */
public final class ComparisonTable {
    private static final String SIZE = "%11s";
    private static final String SIDE = "  %7s %7s %7s %7s %7s";
    private static final String RATIO = "  %6s  %6s %6s %6s";

    private final PrintStream target;
    private final Ground ground;
    private final String ours;
    private final String theirs;
    private Operation headed;

    /** Writes the head. */
    public ComparisonTable(
            final PrintStream target, final Ground ground, final String ours, final String theirs, final int rounds) {
        this.target = target;
        this.ground = ground;
        this.ours = ours;
        this.theirs = theirs;
        line(
                "# %s beside %s: %d ranks, transport %s, buffers %s; medians of %d rounds in turn",
                ours, theirs, ground.ranks(), ground.transport(), ground.buffers(), rounds);
        line(
                "# ratio: %s's p50 divided by %s's of the same round (averages where there is no p50); below 1, %s is faster",
                ours, theirs, ours);
    }

    /** Where it was measured. */
    public void machine(final Machine machine) {
        line("# %s", machine.summary());
    }

    private void head(final Operation operation) {
        headed = operation;
        line("#");
        line("# %s", operation);
        line("#%s%s%s  ratio", size(""), side(ours), side(theirs));
        line(
                "#%s%s%s%s",
                size("size"),
                String.format(SIDE, "avg", "p50", "p99", "p99.9", "busbw"),
                String.format(SIDE, "avg", "p50", "p99", "p99.9", "busbw"),
                String.format(RATIO, "p50", "lowest", "highest", "p99"));
        line(
                "#%s%s%s",
                size("(B)"),
                String.format(SIDE, "(us)", "(us)", "(us)", "(us)", "(GB/s)"),
                String.format(SIDE, "(us)", "(us)", "(us)", "(us)", "(GB/s)"));
    }

    /** The size's column of a line that begins with a number sign. */
    private static String size(final String text) {
        return String.format(SIZE, text).substring(1);
    }

    private static String side(final String name) {
        final int width = String.format(SIDE, "", "", "", "", "").length();
        return String.format("  %-" + (width - 2) + "s", name);
    }

    /** One size. */
    public void row(final Duel duel) {
        if (duel.operation() != headed) {
            head(duel.operation());
        }
        line(
                "%s%s%s%s",
                String.format(SIZE, duel.bytes()),
                side(duel, duel.ours()),
                side(duel, duel.theirs()),
                String.format(
                        RATIO,
                        Figure.ratio(duel.ratio()),
                        Figure.ratio(duel.lowestRatio()),
                        Figure.ratio(duel.highestRatio()),
                        Figure.ratio(duel.tailRatio())));
    }

    private String side(final Duel duel, final List<Figures> rounds) {
        return String.format(
                SIDE,
                micros(Duel.median(rounds, Figures::averageUs)),
                micros(Duel.median(rounds, Figures::p50Us)),
                micros(Duel.median(rounds, Figures::p99Us)),
                micros(Duel.median(rounds, Figures::p999Us)),
                duel.operation().movesData() ? Figure.gigabytes(duel.busbwGBs(rounds, ground.ranks())) : "N/A");
    }

    private static String micros(final double micros) {
        return Figure.micros(micros * 1e3);
    }

    private void line(final String format, final Object... values) {
        target.println(String.format(Locale.ROOT, format, values).stripTrailing());
        target.flush();
    }
}
