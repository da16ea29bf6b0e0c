// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.pairwise;

import java.util.List;
import java.util.Locale;
import org.jccl.draw.SvgCanvas;

/** A matrix of all links as a picture: the further a link is from what is usual, the stronger its colour. */
final class HeatMap {
    private static final double GAP = 8;
    private static final double LETTER = 6.8;
    private static final double LINE = 15;
    private static final double TOP = 26;
    /** The map is not wider than this, however many ranks there are. */
    private static final double WIDEST = 760;

    private static final double WIDEST_CELL = 52;
    private static final double HIGHEST_CELL = 30;
    /** Narrower cells have no room for figures, and in part for the numbers of ranks. */
    private static final double FIGURE_WIDTH = 40;

    private static final double FAINTEST = 0.12;
    private static final double STRONGEST = 0.85;

    private final Links links;
    private final Aspect aspect;
    private final double left;
    private final double width;
    private final double height;
    private final SvgCanvas canvas = new SvgCanvas();

    HeatMap(final Links links, final Aspect aspect) {
        this.links = links;
        this.aspect = aspect;
        final int ranks = links.ranks().size();
        this.left = GAP
                + LETTER
                        * links.ranks().stream()
                                .mapToInt(rank ->
                                        Math.max("median".length(), name(rank).length()))
                                .max()
                                .orElse(0);
        this.width = Math.min(WIDEST_CELL, WIDEST / (ranks + 1));
        this.height = Math.min(HIGHEST_CELL, width);
    }

    private String name(final int rank) {
        return links.host(rank) + "  " + rank;
    }

    /** The SVG element. */
    String draw() {
        final List<Integer> ranks = links.ranks();
        for (int row = 0; row < ranks.size(); row++) {
            labels(row);
            for (int column = 0; column < ranks.size(); column++) {
                final Link link = links.find(ranks.get(row), ranks.get(column));
                if (link != null) {
                    cell(link, row, column);
                }
            }
        }
        medians();
        return canvas.document(x(ranks.size() + 1) + 2 * GAP, y(ranks.size() + 1) + GAP, "");
    }

    private double x(final int column) {
        return left + column * width + (column == links.ranks().size() + 1 ? GAP : 0);
    }

    private double y(final int row) {
        return TOP + row * height;
    }

    /** The rank that sends at the left, the one that receives at the top; of many, only some fit. */
    private void labels(final int place) {
        final int every = (int) Math.ceil(LINE / height);
        if (place % every != 0) {
            return;
        }
        final int rank = links.ranks().get(place);
        canvas.text(left - GAP, middle(y(place)), name(rank), "class", "tick", "text-anchor", "end");
        final int everyColumn = (int) Math.ceil(2 * LINE / width);
        if (place % everyColumn == 0) {
            canvas.text(x(place) + width / 2, TOP - GAP, rank + "", "class", "tick", "text-anchor", "middle");
        }
    }

    private double middle(final double top) {
        return top + height / 2 + 4;
    }

    private void cell(final Link link, final int row, final int column) {
        final boolean marked = aspect.marked().test(link);
        canvas.group(links.name(link) + ": " + aspect.text(link));
        canvas.element(
                "rect",
                "class",
                marked ? "bad" : "good",
                "x",
                x(column) + 1,
                "y",
                y(row) + 1,
                "width",
                width - 2,
                "height",
                height - 2,
                "fill-opacity",
                strength(marked, aspect.goodness().applyAsDouble(link)));
        figure(x(column), y(row), aspect.text(link), marked ? "figure marked" : "figure");
        canvas.end();
    }

    private static String strength(final boolean marked, final double goodness) {
        final double distance = Math.max(0, Math.min(1, 1 - goodness));
        final double least = marked ? 2 * FAINTEST : FAINTEST;
        return String.format(Locale.ROOT, "%.2f", least + (STRONGEST - least) * distance);
    }

    private void figure(final double x, final double y, final String text, final String style) {
        if (width >= FIGURE_WIDTH) {
            canvas.text(x + width / 2, middle(y), text, "class", style, "text-anchor", "middle");
        }
    }

    private void medians() {
        final List<Integer> ranks = links.ranks();
        final double right = x(ranks.size()) + GAP;
        if (width >= FIGURE_WIDTH) {
            canvas.text(right + width / 2, TOP - GAP, "median", "class", "tick", "text-anchor", "middle");
            canvas.text(left - GAP, middle(y(ranks.size()) + GAP / 2), "median", "class", "tick", "text-anchor", "end");
        }
        for (int place = 0; place < ranks.size(); place++) {
            figure(right, y(place), aspect.median(links.from(ranks.get(place))), "figure");
            figure(x(place), y(ranks.size()) + GAP / 2, aspect.median(links.to(ranks.get(place))), "figure");
        }
    }
}
