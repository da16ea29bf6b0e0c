// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jccl.draw.SvgCanvas;

/** Lines over the size of a call, both axes logarithmic: sizes by powers of two, the rest by powers of ten. */
public final class LogPlot {
    private static final double WIDTH = 560;
    private static final double HEIGHT = 320;
    private static final double LEFT = 56;
    private static final double RIGHT = 12;
    private static final double TOP = 14;
    private static final double BOTTOM = 34;
    /** Over no more decades than these there is room to mark 2 and 5 as well. */
    private static final int FEW_DECADES = 2;

    /** So many labels of sizes fit side by side. */
    private static final int MOST_LABELS = 9;

    private final String unit;
    private final List<Series> all = new ArrayList<>();

    /**
     * One line.
     *
     * @param style its class in the page's style sheet
     * @param x sizes in bytes, ascending
     * @param y all above 0; NaN where there is none
     */
    private record Series(String name, String style, double[] x, double[] y) {}

    /**
     * An empty plot.
     *
     * @param unit what the vertical axis counts
     */
    public LogPlot(final String unit) {
        this.unit = unit;
    }

    public LogPlot line(final String name, final String style, final double[] x, final double[] y) {
        all.add(new Series(name, style, x, y));
        return this;
    }

    /** The SVG element. */
    public String draw() {
        final SvgCanvas canvas = new SvgCanvas();
        final Axis x = Axis.over(all.stream().map(Series::x).toList(), 2, LEFT, WIDTH - RIGHT);
        final Axis y = Axis.over(all.stream().map(Series::y).toList(), 10, HEIGHT - BOTTOM, TOP);
        grid(canvas, x, y);
        all.forEach(series -> draw(canvas, series, x, y));
        return canvas.document(WIDTH, HEIGHT, "");
    }

    private void grid(final SvgCanvas canvas, final Axis x, final Axis y) {
        for (int power = y.first(); power <= y.last(); power++) {
            mark(canvas, y, 1, power);
            if (y.last() - y.first() <= FEW_DECADES && power < y.last()) {
                mark(canvas, y, 2, power);
                mark(canvas, y, 5, power);
            }
        }
        final int every = Math.max(1, (x.last() - x.first() + MOST_LABELS - 1) / MOST_LABELS);
        for (int power = x.first(); power <= x.last(); power += every) {
            final double at = x.at(Math.pow(2, power));
            canvas.element("line", "class", "grid", "x1", at, "x2", at, "y1", TOP, "y2", HEIGHT - BOTTOM);
            canvas.text(at, HEIGHT - BOTTOM + 16, bytes(power), "class", "tick", "text-anchor", "middle");
        }
        canvas.text(WIDTH - RIGHT, HEIGHT - 4, "size", "class", "tick", "text-anchor", "end");
        canvas.text(LEFT + 4, TOP + 10, unit, "class", "tick");
    }

    private static void mark(final SvgCanvas canvas, final Axis y, final int factor, final int power) {
        final double at = y.at(factor * Math.pow(10, power));
        canvas.element("line", "class", "grid", "x1", LEFT, "x2", WIDTH - RIGHT, "y1", at, "y2", at);
        canvas.text(LEFT - 6, at + 4, decimal(factor, power), "class", "tick", "text-anchor", "end");
    }

    private static void draw(final SvgCanvas canvas, final Series series, final Axis x, final Axis y) {
        final StringBuilder path = new StringBuilder();
        canvas.group(series.name, "class", series.style);
        for (int i = 0; i < series.x.length; i++) {
            if (series.x[i] > 0 && series.y[i] > 0) {
                final double left = x.at(series.x[i]);
                final double top = y.at(series.y[i]);
                path.append(String.format(Locale.ROOT, "%s%.1f,%.1f ", path.isEmpty() ? "M" : "L", left, top));
                final String shown = bytes(series.x[i]) + ": " + String.format(Locale.ROOT, "%.4g", series.y[i]);
                canvas.group(series.name + ", " + shown)
                        .element("circle", "cx", left, "cy", top, "r", 3)
                        .end();
            }
        }
        if (!path.isEmpty()) {
            canvas.element("path", "d", path.toString().trim(), "fill", "none");
        }
        canvas.end();
    }

    private static String decimal(final int factor, final int power) {
        return power < 0
                ? String.format(Locale.ROOT, "%." + -power + "f", factor * Math.pow(10, power))
                : thousands(factor, power);
    }

    private static String thousands(final int factor, final int power) {
        return factor + "0".repeat(power % 3) + List.of("", "k", "M", "G").get(Math.min(3, power / 3));
    }

    private static String bytes(final int power) {
        return bytes(Math.pow(2, power));
    }

    private static String bytes(final double size) {
        double shown = size;
        int unit = 0;
        while (shown >= 1024 && unit < 4) {
            shown /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.4g", shown).replaceAll("\\.?0+$", "")
                + " KMGT".substring(unit, unit + 1).trim();
    }

    /** A logarithmic scale from whole powers of a base to pixels. */
    private record Axis(int first, int last, double base, double from, double to) {
        static Axis over(final List<double[]> values, final double base, final double from, final double to) {
            double least = Double.MAX_VALUE;
            double most = 0;
            for (final double[] series : values) {
                for (final double value : series) {
                    least = value > 0 ? Math.min(least, value) : least;
                    most = value > 0 ? Math.max(most, value) : most;
                }
            }
            if (most == 0) {
                return new Axis(0, 1, base, from, to);
            }
            final int first = (int) Math.floor(log(least, base) + 1e-9);
            return new Axis(first, Math.max(first + 1, (int) Math.ceil(log(most, base) - 1e-9)), base, from, to);
        }

        double at(final double value) {
            return from + (log(value, base) - first) / (last - first) * (to - from);
        }

        private static double log(final double value, final double base) {
            return Math.log(value) / Math.log(base);
        }
    }
}
