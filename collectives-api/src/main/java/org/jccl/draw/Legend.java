// SPDX-License-Identifier: Apache-2.0
package org.jccl.draw;

import java.util.EnumSet;
import java.util.Set;
import org.jccl.schedule.Collective;
import org.jccl.schedule.Space;
import org.jccl.schedule.Step;
import org.jccl.verify.ExpressionTree;
import org.jccl.verify.MessageTimeline.Transfer;

/** What colours and marks mean, drawn as they are drawn above. */
final class Legend {
    private static final String DARK = "#343a40";
    private static final double CHIP = 24;
    private static final double SQUARE = 14;

    private final Story story;
    private final boolean byChunk;
    private final Set<Step.Kind> kinds = EnumSet.noneOf(Step.Kind.class);
    private boolean reductionsInParts;

    Legend(final Story story) {
        this.story = story;
        byChunk = story.chunks() > 1;
        for (int rank = 0; rank < story.shape().size(); rank++) {
            for (int index = 0; index < story.steps(rank); index++) {
                final Step step = story.step(rank, index);
                kinds.add(step.kind());
                reductionsInParts |= step.kind() == Step.Kind.REDUCE && !step.isLast();
            }
        }
    }

    double width() {
        return 48 + 90 + colours() * CHIP;
    }

    double height() {
        return 74;
    }

    private int colours() {
        return byChunk ? story.chunks() : story.shape().size();
    }

    /** By chunk where there are several, else by the sender. */
    String colour(final Transfer transfer) {
        final boolean carries = byChunk && !transfer.contents().isEmpty();
        return Palette.colour(carries ? transfer.contents().get(0).chunk() : transfer.from(), colours());
    }

    /** Chunks by number; a list that is too long by how many they are. */
    String label(final Transfer transfer) {
        final String contents = story.contents(transfer);
        return contents.length() <= 9 ? contents : transfer.contents().size() + (isAllToAll() ? " blocks" : " chunks");
    }

    /** Room for a square a chunk behind every lane. */
    double outputWidth() {
        return story.shape().collective() == Collective.BARRIER ? 0 : Math.max(64, 12 + story.chunks() * SQUARE);
    }

    /** Which chunks each rank has in OUTPUT in the end. */
    void drawOutputs(final SvgCanvas canvas, final Lanes lanes) {
        final double left = lanes.right() + 14;
        if (outputWidth() > 0) {
            canvas.text(left, lanes.top() - 4, "OUTPUT", "class", "small");
        }
        for (int rank = 0; rank < story.shape().size() && outputWidth() > 0; rank++) {
            for (int chunk = 0; chunk < story.chunks(); chunk++) {
                final ExpressionTree value = story.output(rank, chunk);
                final String colour = byChunk && value != null ? Palette.colour(value.chunk(), colours()) : DARK;
                canvas.element(
                        "rect",
                        "x",
                        left + chunk * SQUARE,
                        "y",
                        lanes.y(rank) - SQUARE / 2 + 1,
                        "width",
                        SQUARE - 2,
                        "height",
                        SQUARE - 2,
                        "rx",
                        2,
                        "fill",
                        value == null ? "#fff" : colour,
                        "stroke",
                        value == null ? "#ced4da" : colour);
            }
        }
    }

    void draw(final SvgCanvas canvas, final double left, final double top) {
        canvas.text(left, top + 12, byChunk ? chunkWord() : "sent by rank");
        for (int i = 0; i < colours(); i++) {
            final double x = left + 90 + i * CHIP;
            canvas.element(
                    "rect",
                    "x",
                    x,
                    "y",
                    top,
                    "width",
                    CHIP - 4,
                    "height",
                    17,
                    "rx",
                    4,
                    "fill",
                    Palette.colour(i, colours()));
            canvas.text(x + CHIP / 2 - 2, top + 12.5, "" + i, "class", "mid", "style", "fill:#fff;font-size:11px");
        }
        drawMarks(canvas, left + 9, top + 36);
    }

    private String chunkWord() {
        return isAllToAll() ? "block for rank" : "chunk";
    }

    private boolean isAllToAll() {
        return story.shape().collective() == Collective.ALL_TO_ALL;
    }

    private void drawMarks(final SvgCanvas canvas, final double left, final double y) {
        double x = left;
        if (kinds.contains(Step.Kind.REDUCE)) {
            if (reductionsInParts) {
                x = entry(canvas, new Step().reduce(), x, y, "reduces");
            }
            x = entry(canvas, new Step().reduce().last(), x, y, "reduces, complete");
        }
        if (kinds.contains(Step.Kind.RECEIVE)) {
            x = entry(canvas, new Step().receive(0), x, y, "stores");
        }
        if (kinds.contains(Step.Kind.COPY)) {
            x = entry(canvas, copy(), x, y, "copies");
        }
        if (kinds.contains(Step.Kind.AWAIT)) {
            entry(canvas, new Step().await(0), x, y, "awaits a signal");
        }
    }

    private static Step copy() {
        return new Step().copy(Space.INPUT, 0, 1);
    }

    private static double entry(
            final SvgCanvas canvas, final Step step, final double x, final double y, final String meaning) {
        mark(canvas, step, x, y);
        canvas.text(x + 14, y + 4, meaning);
        return x + 34 + meaning.length() * 6.6;
    }

    /** The mark of a step: a plus in a circle reduces (filled: completely), a dot stores, a square copies. */
    static void mark(final SvgCanvas canvas, final Step step, final double x, final double y) {
        final double radius = Marks.radius(step.kind());
        switch (step.kind()) {
            case REDUCE -> {
                final String fill = step.isLast() ? DARK : "#fff";
                canvas.element("circle", "cx", x, "cy", y, "r", radius, "fill", fill, "stroke", DARK);
                final String path = "M" + SvgCanvas.number(x - 4.5) + "," + SvgCanvas.number(y) + "h9M"
                        + SvgCanvas.number(x) + "," + SvgCanvas.number(y - 4.5) + "v9";
                canvas.element("path", "d", path, "class", "plus", "stroke", step.isLast() ? "#fff" : DARK);
            }
            case COPY ->
                canvas.element("rect", "x", x - 4, "y", y - 4, "width", 8, "height", 8, "rx", 1.5, "fill", "#868e96");
            default ->
                canvas.element(
                        "circle", "cx", x, "cy", y, "r", radius, "fill", "#fff", "stroke", DARK, "stroke-width", 2);
        }
    }
}
