// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.compare;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jccl.bench.machine.Machine;
import org.jccl.bench.report.Figure;
import org.jccl.draw.SvgCanvas;

/** Duels as one self-contained HTML page: for each collective latency, tail, bandwidth and ratio over the size. */
public final class ComparisonPage {
    private static final String STYLE = "comparison.css";

    private final StringBuilder body = new StringBuilder();
    private final Ground ground;
    private final String ours;
    private final String theirs;

    /** A page without collectives. */
    public ComparisonPage(final Ground ground, final Machine machine, final String ours, final String theirs) {
        this.ground = ground;
        this.ours = ours;
        this.theirs = theirs;
        body.append("<h1>").append(text(ours + " beside " + theirs)).append("</h1>\n<p>");
        body.append(text(ground.ranks() + " ranks, transport " + ground.transport() + ", buffers " + ground.buffers()
                        + ". " + machine.summary() + "."))
                .append("</p>\n<p><span class=\"ours\">")
                .append(text(ours))
                .append("</span> <span class=\"theirs\">")
                .append(text(theirs))
                .append("</span> <span class=\"key\">solid p50, dashed p99; point at a mark to read it</span></p>\n");
    }

    /** Adds the duels of one collective. */
    public void add(final List<Duel> duels) {
        if (duels.isEmpty()) {
            return;
        }
        body.append("<h2>").append(duels.get(0).operation()).append("</h2>\n<div class=\"plots\">\n");
        if (duels.get(0).operation().movesData()) {
            figure("Time of a call", latency(duels));
            figure("Bus bandwidth", bandwidth(duels));
            figure("Ratio of times: below 1, " + ours + " is faster", ratio(duels));
            figure("Tail: p99 divided by p50", tails(duels));
        }
        body.append("</div>\n");
        table(duels);
    }

    private void figure(final String caption, final LogPlot plot) {
        body.append("<figure><figcaption>").append(text(caption)).append("</figcaption>\n");
        body.append(plot.draw()).append("</figure>\n");
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
        body.append("<table><tr><th>bytes<th>").append(text(ours)).append(" p50 (us)<th>p99<th>");
        body.append(text(theirs)).append(" p50 (us)<th>p99<th>ratio<th>lowest<th>highest</tr>\n");
        for (final Duel duel : duels) {
            body.append("<tr><td>").append(duel.bytes());
            cells(duel.ours());
            cells(duel.theirs());
            body.append(duel.ratio() < 1 ? "<td class=\"ours\">" : "<td class=\"theirs\">")
                    .append(Figure.ratio(duel.ratio()))
                    .append("<td>")
                    .append(Figure.ratio(duel.lowestRatio()))
                    .append("<td>")
                    .append(Figure.ratio(duel.highestRatio()))
                    .append("</tr>\n");
        }
        body.append("</table>\n");
    }

    private void cells(final List<Figures> side) {
        body.append("<td>").append(Figure.micros(Duel.median(side, Figures::typicalUs) * 1e3));
        body.append("<td>").append(Figure.micros(Duel.median(side, Figures::p99Us) * 1e3));
    }

    private static String text(final String text) {
        return SvgCanvas.escape(text);
    }

    /** Writes the page. */
    public void write(final Path path) throws IOException {
        final String page = "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n<title>"
                + text(ours + " beside " + theirs) + "</title>\n<style>\n" + style() + "</style></head>\n<body>\n"
                + body
                + "</body></html>\n";
        Files.writeString(path, page, StandardCharsets.UTF_8);
    }

    private static String style() throws IOException {
        try (InputStream style = ComparisonPage.class.getResourceAsStream(STYLE)) {
            return new String(style.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
