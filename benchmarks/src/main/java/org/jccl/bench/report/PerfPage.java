// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jccl.bench.measure.Latencies;
import org.jccl.bench.measure.Measurement;
import org.jccl.bench.measure.Report;
import org.jccl.bench.measure.Row;
import org.jccl.bench.measure.Subject;
import org.jccl.bench.page.HtmlPage;
import org.jccl.bench.page.HtmlPage.Cell;
import org.jccl.bench.page.LogPlot;

/** The rows of a run as a part of a page: for each subject time and bandwidth over the size, and the table. */
public final class PerfPage implements Report {
    private final Acceptance acceptance;
    private final Map<Subject, List<Row>> rows = new LinkedHashMap<>();
    private final Map<Subject, String> skipped = new LinkedHashMap<>();
    private long wrong;

    /**
     * Nothing is measured yet.
     *
     * @param acceptance whose expectations are drawn; null if there are none
     */
    public PerfPage(final Acceptance acceptance) {
        this.acceptance = acceptance;
    }

    @Override
    public void skip(final Subject subject, final String reason) {
        skipped.put(subject, reason);
    }

    @Override
    public void row(final Row row) {
        rows.computeIfAbsent(row.subject(), first -> new ArrayList<>()).add(row);
    }

    @Override
    public void end(final long found) {
        wrong = found;
    }

    /** Adds all to a page. */
    public void addTo(final HtmlPage page) {
        if (wrong > 0) {
            page.element("p", "theirs", wrong + " elements came out wrong.");
        }
        rows.forEach((subject, some) -> addSection(page, subject, some));
        skipped.forEach((subject, reason) -> page.section(subject.name()).paragraph("Skipped: it " + reason + "."));
    }

    private void addSection(final HtmlPage page, final Subject subject, final List<Row> some) {
        page.section(subject.name());
        if (subject.operation().movesData()) {
            page.beginFigures()
                    .figure(
                            "Time of a call, out of place: solid p50, dashed p99",
                            times(some).draw())
                    .figure(
                            "Bus bandwidth, out of place" + levels(),
                            bandwidth(some).draw())
                    .endFigures();
        }
        addTable(page, some);
    }

    private static LogPlot times(final List<Row> rows) {
        return new LogPlot("us")
                .line(
                        "p99",
                        "ours tail",
                        sizes(rows),
                        values(rows, row -> latencies(row).p99Ns() / 1e3))
                .line(
                        "p50",
                        "ours",
                        sizes(rows),
                        values(rows, row -> latencies(row).p50Ns() / 1e3));
    }

    private LogPlot bandwidth(final List<Row> rows) {
        final LogPlot plot = new LogPlot("GB/s");
        if (acceptance != null) {
            level(plot, rows, "line rate", "level", acceptance.expected().rate().gbit());
            level(plot, rows, "at least", "theirs tail", acceptance.expected().requiredGbit());
        }
        return plot.line("bus bandwidth", "ours", sizes(rows), values(rows, row -> row.busbwGBs(latencies(row))));
    }

    private String levels() {
        return acceptance == null ? "" : "; grey the line rate, dashed what is required";
    }

    private void level(
            final LogPlot plot, final List<Row> rows, final String name, final String style, final double gbit) {
        final Row any = rows.get(0);
        final double busbw = acceptance.busbwGBs(any.subject(), any.ranks(), gbit);
        plot.line(name, style, sizes(rows), values(rows, row -> busbw));
    }

    private static Latencies latencies(final Row row) {
        return row.outOfPlace().latencies();
    }

    private static double[] sizes(final List<Row> rows) {
        return values(rows, Row::sizeBytes);
    }

    private static double[] values(final List<Row> rows, final ToDoubleFunction<Row> value) {
        return rows.stream().mapToDouble(value).toArray();
    }

    private static void addTable(final HtmlPage page, final List<Row> rows) {
        page.beginTable(List.of(
                "bytes",
                "",
                "algorithm",
                "time (us)",
                "algbw (GB/s)",
                "busbw (GB/s)",
                "wrong",
                "p50 (us)",
                "p99",
                "p99.9",
                "max"));
        for (final Row row : rows) {
            page.row(cells(row, "out of place", row.outOfPlace()));
            if (row.inPlace() != null) {
                page.row(cells(row, "in place", row.inPlace()));
            }
        }
        page.endTable();
    }

    private static List<Cell> cells(final Row row, final String placement, final Measurement measured) {
        final Latencies times = measured.latencies();
        final List<Cell> cells = new ArrayList<>(List.of(
                Cell.of(row.sizeBytes()),
                Cell.of(placement),
                Cell.of(measured.algorithm()),
                Cell.of(Figure.micros(times.averageNs())),
                Cell.of(Figure.gigabytes(row.algbwGBs(times))),
                Cell.of(Figure.gigabytes(row.busbwGBs(times))),
                new Cell(measured.checked() ? measured.wrong() + "" : "N/A", measured.wrong() > 0 ? "theirs" : "")));
        Arrays.stream(new long[] {times.p50Ns(), times.p99Ns(), times.p999Ns(), times.maxNs()})
                .forEach(ns -> cells.add(Cell.of(Figure.micros(ns))));
        return cells;
    }
}
