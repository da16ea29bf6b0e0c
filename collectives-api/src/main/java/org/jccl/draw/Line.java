// SPDX-License-Identifier: Apache-2.0
package org.jccl.draw;

/** A straight line from one point to another, in pixels. */
record Line(double x1, double y1, double x2, double y2) {
    private double length() {
        return Math.hypot(x2 - x1, y2 - y1);
    }

    /** This line, shortened at its end. */
    Line until(final double pixelsBeforeEnd) {
        final double part = Math.max(0, 1 - pixelsBeforeEnd / length());
        return new Line(x1, y1, x(part), y(part));
    }

    double x(final double part) {
        return x1 + (x2 - x1) * part;
    }

    double y(final double part) {
        return y1 + (y2 - y1) * part;
    }

    /** A triangle whose tip is the end of the line, as the data of an SVG path. */
    String head(final double headLength, final double halfWidth) {
        final Line shaft = until(headLength);
        final double acrossX = (y2 - y1) / length() * halfWidth;
        final double acrossY = -(x2 - x1) / length() * halfWidth;
        return "M" + point(x2, y2) + "L" + point(shaft.x2 + acrossX, shaft.y2 + acrossY) + "L"
                + point(shaft.x2 - acrossX, shaft.y2 - acrossY) + "Z";
    }

    private static String point(final double x, final double y) {
        return SvgCanvas.number(x) + "," + SvgCanvas.number(y);
    }
}
