// SPDX-License-Identifier: Apache-2.0
package org.jccl.draw;

import java.util.Locale;

/** Appends SVG elements; every number with one decimal, so that equal drawings are equal text. */
public final class SvgCanvas {
    private final StringBuilder body = new StringBuilder();

    /** An element without content; attributes are names and values in turn. */
    public SvgCanvas element(final String name, final Object... attributes) {
        open(name, attributes);
        body.insert(body.length() - 2, '/');
        return this;
    }

    /** Text at a place; attributes are names and values in turn. */
    public SvgCanvas text(final double x, final double y, final String text, final Object... attributes) {
        body.append("<text x=\"")
                .append(number(x))
                .append("\" y=\"")
                .append(number(y))
                .append('"');
        attributes(attributes);
        body.append('>').append(escape(text)).append("</text>\n");
        return this;
    }

    /** Begins a group that shows {@code title} when pointed at. */
    public SvgCanvas group(final String title, final Object... attributes) {
        open("g", attributes);
        body.append("<title>").append(escape(title)).append("</title>\n");
        return this;
    }

    /** Ends the group. */
    public SvgCanvas end() {
        body.append("</g>\n");
        return this;
    }

    private void open(final String name, final Object... attributes) {
        body.append('<').append(name);
        attributes(attributes);
        body.append(">\n");
    }

    private void attributes(final Object... attributes) {
        for (int i = 0; i < attributes.length; i += 2) {
            final Object value = attributes[i + 1];
            body.append(' ').append(attributes[i]).append("=\"");
            body.append(value instanceof Number n ? number(n.doubleValue()) : escape(value.toString()));
            body.append('"');
        }
    }

    static String number(final double value) {
        final String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    /** Text as it must stand in XML. */
    public static String escape(final String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** The document. */
    public String document(final double width, final double height, final String style) {
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + number(width) + " " + number(height)
                + "\" width=\"" + number(width) + "\" height=\"" + number(height) + "\">\n<style>" + style
                + "</style>\n" + body + "</svg>\n";
    }
}
