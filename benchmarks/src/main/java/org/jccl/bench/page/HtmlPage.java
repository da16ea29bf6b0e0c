// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.page;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jccl.draw.SvgCanvas;

/** An HTML page that needs nothing beside itself, written from top to bottom; texts are escaped here. One thread. */
public final class HtmlPage {
    private static final String STYLE = "page.css";

    private final String title;
    private final StringBuilder body = new StringBuilder();

    /**
     * A cell of a table.
     *
     * @param text what is in it
     * @param style its class in the style sheet; empty for none
     */
    public record Cell(String text, String style) {
        /** A cell like most. */
        public static Cell of(final Object value) {
            return new Cell(String.valueOf(value), "");
        }
    }

    /** An empty page under its title. */
    public HtmlPage(final String title) {
        this.title = title;
        element("h1", "", title);
    }

    /** A section begins. */
    public HtmlPage section(final String heading) {
        return element("h2", "", heading);
    }

    /** A paragraph. */
    public HtmlPage paragraph(final String text) {
        return element("p", "", text);
    }

    /** An element that holds text alone; {@code style} is its class, empty for none. */
    public HtmlPage element(final String name, final String style, final String text) {
        body.append('<').append(name).append(style.isEmpty() ? "" : " class=\"" + style + "\"");
        body.append('>').append(escape(text)).append("</").append(name).append(">\n");
        return this;
    }

    /** Sentences one below the other. */
    public HtmlPage list(final List<String> sentences) {
        body.append("<ul>\n");
        sentences.forEach(sentence -> element("li", "", sentence));
        body.append("</ul>\n");
        return this;
    }

    /** Figures that stand beside each other where there is room begin. */
    public HtmlPage beginFigures() {
        body.append("<div class=\"plots\">\n");
        return this;
    }

    /** They end. */
    public HtmlPage endFigures() {
        body.append("</div>\n");
        return this;
    }

    /** An SVG element with what it shows. */
    public HtmlPage figure(final String caption, final String svg) {
        body.append("<figure><figcaption>").append(escape(caption)).append("</figcaption>\n");
        body.append(svg).append("</figure>\n");
        return this;
    }

    /** A table's head; {@link #row}s follow, then {@link #endTable}. */
    public HtmlPage beginTable(final List<String> titles) {
        body.append("<table><tr>");
        titles.forEach(each -> body.append("<th>").append(escape(each)));
        body.append("</tr>\n");
        return this;
    }

    /** A row. */
    public HtmlPage row(final List<Cell> cells) {
        body.append("<tr>");
        for (final Cell cell : cells) {
            body.append(cell.style.isEmpty() ? "<td>" : "<td class=\"" + cell.style + "\">")
                    .append(escape(cell.text));
        }
        body.append("</tr>\n");
        return this;
    }

    /** The table ends. */
    public HtmlPage endTable() {
        body.append("</table>\n");
        return this;
    }

    /** Writes the page. */
    public void write(final Path path) throws IOException {
        final String page = "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n<title>"
                + escape(title) + "</title>\n<style>\n" + style() + "</style></head>\n<body>\n"
                + body
                + "</body></html>\n";
        Files.writeString(path, page, StandardCharsets.UTF_8);
    }

    private static String escape(final String text) {
        return SvgCanvas.escape(text);
    }

    private static String style() throws IOException {
        try (InputStream style = HtmlPage.class.getResourceAsStream(STYLE)) {
            return new String(style.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
