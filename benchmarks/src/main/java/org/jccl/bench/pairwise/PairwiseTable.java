// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.pairwise;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Matrices of all links as text, a row for each rank that sends. Lines that are no rows begin with {@code #}. */
public final class PairwiseTable {
    /** More columns of figures fit no terminal; then every link is one character. */
    static final int MOST_FIGURES = 16;

    private static final String CELL = "%8s";
    private static final double AS_GOOD = 0.95;

    private final PrintStream target;

    /** Writes there. */
    public PairwiseTable(final PrintStream target) {
        this.target = target;
    }

    /** Lines that are no rows. */
    public void say(final List<String> sentences) {
        sentences.forEach(sentence -> line("# " + sentence));
    }

    /** Both matrices, then what they come to. */
    public void show(final Diagnosis diagnosis) {
        matrix(diagnosis.links(), Aspect.bandwidth(diagnosis));
        matrix(diagnosis.links(), Aspect.latency(diagnosis));
        line("#");
        say(diagnosis.sentences());
    }

    private void matrix(final Links links, final Aspect aspect) {
        line("#");
        if (links.ranks().size() > MOST_FIGURES) {
            shades(links, aspect);
        } else {
            figures(links, aspect);
        }
    }

    private void figures(final Links links, final Aspect aspect) {
        final int width = nameWidth(links);
        say(List.of(aspect.title() + "; ! is " + aspect.mark()));
        final StringBuilder head = new StringBuilder("#" + " ".repeat(width - 1));
        final StringBuilder foot = new StringBuilder("# median" + " ".repeat(width - "# median".length()));
        for (final int to : links.ranks()) {
            head.append(cell(Integer.toString(to))).append(' ');
            foot.append(cell(aspect.median(links.to(to)))).append(' ');
        }
        line(head + cell("median"));
        for (final int from : links.ranks()) {
            line(row(from, links, aspect, width));
        }
        line(foot.toString());
    }

    private static String row(final int from, final Links links, final Aspect aspect, final int width) {
        final StringBuilder row = new StringBuilder(name(links, from, width));
        for (final int to : links.ranks()) {
            final Link link = links.find(from, to);
            row.append(cell(link == null ? "-" : aspect.text(link)));
            row.append(link != null && aspect.marked().test(link) ? '!' : ' ');
        }
        return row + cell(aspect.median(links.from(from)));
    }

    /** A character for each link. */
    private void shades(final Links links, final Aspect aspect) {
        final int width = nameWidth(links);
        say(List.of(aspect.title() + ";", ". is as good as usual for links of that kind, 9 to 0 are tenths of that"));
        for (final int from : links.ranks()) {
            final StringBuilder row = new StringBuilder(name(links, from, width)).append("  ");
            for (final int to : links.ranks()) {
                final Link link = links.find(from, to);
                row.append(link == null ? '\\' : shade(aspect.goodness().applyAsDouble(link)));
            }
            line(row.toString());
        }
    }

    static char shade(final double goodness) {
        return goodness >= AS_GOOD ? '.' : (char) ('0' + Math.round(goodness * 10));
    }

    private static String cell(final String text) {
        return String.format(CELL, text);
    }

    private static String name(final Links links, final int rank, final int width) {
        return String.format(Locale.ROOT, "%-" + width + "s", String.format("%5d %s", rank, links.host(rank)));
    }

    private static int nameWidth(final Links links) {
        return links.ranks().stream()
                .mapToInt(rank ->
                        Math.max("# median".length(), name(links, rank, 1).length()))
                .max()
                .orElse(0);
    }

    private void line(final String text) {
        target.println(text.stripTrailing());
        target.flush();
    }
}
