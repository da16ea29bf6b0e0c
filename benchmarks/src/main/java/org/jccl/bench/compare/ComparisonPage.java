// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jccl.bench.machine.Machine;
import org.jccl.bench.page.HtmlPage;
import org.jccl.bench.page.HtmlPage.Cell;
import org.jccl.bench.page.LogPlot;
import org.jccl.bench.report.Figure;

/** Duels as one self-contained HTML page: for each collective latency, tail, bandwidth and ratio over the size. */
public final class ComparisonPage {
    private final HtmlPage page;
    private final Ground ground;
    private final String ours;
    private final String theirs;

    /** A page without collectives. */
    public ComparisonPage(final Ground ground, final Machine machine, final String ours, final String theirs) {
        this.ground = ground;
        this.ours = ours;
        this.theirs = theirs;
        this.page = new HtmlPage(ours + " beside " + theirs)
                .paragraph(ground.ranks() + " ranks, transport " + ground.transport() + ", buffers " + ground.buffers()
                        + ". " + machine.summary() + ".")
                .element("span", "ours", ours)
                .element("span", "theirs", theirs)
                .element("span", "key", "solid p50, dashed p99; point at a mark to read it");
    }

    /** Adds the duels of one collective. */
    public void add(final List<Duel> duels) {
        if (duels.isEmpty()) {
            return;
        }
        page.section(duels.get(0).operation().toString());
        if (duels.get(0).operation().movesData()) {
            page.beginFigures()
                    .figure("Time of a call", latency(duels).draw())
                    .figure("Bus bandwidth", bandwidth(duels).draw())
                    .figure(
                            "Ratio of times: below 1, " + ours + " is faster",
                            ratio(duels).draw())
                    .figure("Tail: p99 divided by p50", tails(duels).draw())
                    .endFigures();
        }
        table(duels);
    }

    private LogPlot latency(final List<Duel> duels) {
        final double[] sizes = sizes(duels);
        return new LogPlot("us")
                .line(
                        ours + " p99",
                        "ours tail",
                        sizes,
                        values(duels, duel -> Duel.median(duel.ours(), Figures::p99Us)))
                .line(
                        theirs + " p99",
                        "theirs tail",
                        sizes,
                        values(duels, duel -> Duel.median(duel.theirs(), Figures::p99Us)))
                .line(theirs, "theirs", sizes, values(duels, duel -> Duel.median(duel.theirs(), Figures::typicalUs)))
                .line(ours, "ours", sizes, values(duels, duel -> Duel.median(duel.ours(), Figures::typicalUs)));
    }

    private LogPlot bandwidth(final List<Duel> duels) {
        final double[] sizes = sizes(duels);
        final int ranks = ground.ranks();
        return new LogPlot("GB/s")
                .line(theirs, "theirs", sizes, values(duels, duel -> duel.busbwGBs(duel.theirs(), ranks)))
                .line(ours, "ours", sizes, values(duels, duel -> duel.busbwGBs(duel.ours(), ranks)));
    }

    private LogPlot ratio(final List<Duel> duels) {
        final double[] sizes = sizes(duels);
        return new LogPlot("")
                .line("level", "level", sizes, values(duels, duel -> 1))
                .line("lowest of a round", "ours tail", sizes, values(duels, Duel::lowestRatio))
                .line("highest of a round", "ours tail", sizes, values(duels, Duel::highestRatio))
                .line("median", "ours", sizes, values(duels, Duel::ratio));
    }

    private LogPlot tails(final List<Duel> duels) {
        final double[] sizes = sizes(duels);
        return new LogPlot("")
                .line(theirs, "theirs", sizes, values(duels, duel -> tail(duel.theirs())))
                .line(ours, "ours", sizes, values(duels, duel -> tail(duel.ours())));
    }

    private static double tail(final List<Figures> side) {
        return Duel.median(side, figures -> figures.p99Us() / figures.p50Us());
    }

    private static double[] sizes(final List<Duel> duels) {
        return values(duels, Duel::bytes);
    }

    private static double[] values(final List<Duel> duels, final ToDoubleFunction<Duel> value) {
        return duels.stream().mapToDouble(value).toArray();
    }

    private void table(final List<Duel> duels) {
        page.beginTable(
                List.of("bytes", ours + " p50 (us)", "p99", theirs + " p50 (us)", "p99", "ratio", "lowest", "highest"));
        for (final Duel duel : duels) {
            page.row(List.of(
                    Cell.of(duel.bytes()),
                    micros(duel.ours(), Figures::typicalUs),
                    micros(duel.ours(), Figures::p99Us),
                    micros(duel.theirs(), Figures::typicalUs),
                    micros(duel.theirs(), Figures::p99Us),
                    new Cell(Figure.ratio(duel.ratio()), duel.ratio() < 1 ? "ours" : "theirs"),
                    Cell.of(Figure.ratio(duel.lowestRatio())),
                    Cell.of(Figure.ratio(duel.highestRatio()))));
        }
        page.endTable();
    }

    private static Cell micros(final List<Figures> side, final ToDoubleFunction<Figures> us) {
        return Cell.of(Figure.micros(Duel.median(side, us) * 1e3));
    }

    /** Writes the page. */
    public void write(final Path path) throws IOException {
        page.write(path);
    }
}
