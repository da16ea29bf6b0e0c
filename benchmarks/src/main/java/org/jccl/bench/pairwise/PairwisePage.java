// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.pairwise;

import java.util.ArrayList;
import java.util.List;
import org.jccl.bench.page.HtmlPage;
import org.jccl.bench.page.HtmlPage.Cell;
import org.jccl.bench.report.Figure;

/** What was found out about pairs, as parts of a page. */
public final class PairwisePage {
    /** With more ranks a table of all links is longer than anybody reads; the JSON file has them. */
    private static final int MOST_RANKS = 32;

    private static final double NS_PER_US = 1e3;

    private final HtmlPage page;

    /** Adds to that page. */
    public PairwisePage(final HtmlPage page) {
        this.page = page;
    }

    /** The result in words, then both matrices. */
    public void add(final Diagnosis diagnosis) {
        for (final Standard standard : diagnosis.standards()) {
            final Sentences sentences = new Sentences(diagnosis.links());
            sentences
                    .verdict(standard)
                    .ifPresent(verdict -> page.element("p", standard.missing().isEmpty() ? "ours" : "theirs", verdict));
            page.list(sentences.facts(standard));
        }
        page.beginFigures();
        for (final Aspect aspect : List.of(Aspect.bandwidth(diagnosis), Aspect.latency(diagnosis))) {
            page.figure(
                    aspect.title() + ". Marked: " + aspect.mark() + ".", new HeatMap(diagnosis.links(), aspect).draw());
        }
        page.endFigures();
    }

    /** Every link, the slowest first. */
    public void addTable(final Diagnosis diagnosis) {
        final Links links = diagnosis.links();
        if (links.ranks().size() > MOST_RANKS) {
            return;
        }
        page.beginTable(List.of("from", "to", "transport", "Gbit/s", "of usual", "latency (us)", "rounds (Gbit/s)"));
        links.all().stream()
                .sorted((a, b) -> Double.compare(a.gbit(), b.gbit()))
                .forEach(link -> page.row(cells(link, diagnosis)));
        page.endTable();
    }

    private static List<Cell> cells(final Link link, final Diagnosis diagnosis) {
        final Links links = diagnosis.links();
        final List<Cell> cells = new ArrayList<>();
        cells.add(Cell.of(links.name(link.from())));
        cells.add(Cell.of(links.name(link.to())));
        cells.add(Cell.of(link.transport()));
        cells.add(new Cell(Figure.gigabits(link.gbit()), diagnosis.isSlow(link) ? "theirs" : ""));
        cells.add(Cell.of(Figure.ratio(link.gbit() / diagnosis.of(link).usualGbit())));
        cells.add(new Cell(Figure.micros(link.latencyUs() * NS_PER_US), diagnosis.isLate(link) ? "theirs" : ""));
        cells.add(Cell.of(String.join(
                ", ", link.gbitOfRounds().stream().map(Figure::gigabits).toList())));
        return cells;
    }
}
