// SPDX-License-Identifier: Apache-2.0
package org.jccl.draw;

import org.jccl.schedule.Groups;
import org.jccl.schedule.Step;
import org.jccl.verify.MessageTimeline.Transfer;

/** A lane a rank, time to the right, an arrow a message; circles with a plus reduce. */
final class SvgDrawing {
    private static final String STYLE = "text{font-family:system-ui,'Segoe UI',Helvetica,Arial,sans-serif;"
            + "fill:#343a40;font-size:12px}.title{font-size:20px;font-weight:600;fill:#212529}"
            + ".small{font-size:11px;fill:#868e96}.rank{font-weight:600;text-anchor:end}"
            + ".label{font-size:10.5px;font-weight:600;text-anchor:middle;dominant-baseline:central;"
            + "paint-order:stroke;stroke:#fff;stroke-width:3px;stroke-linejoin:round}"
            + ".mid{text-anchor:middle}.plus{stroke-width:1.8;stroke-linecap:round}";
    /** Above so many arrows a rank in one round, labels would cover each other, and the colours must do. */
    private static final int LABELLED_ARROWS = 2;

    /** Near the sender, because arrows that cross do so in the middle; nearer where the arrow goes up. */
    private static final double LABEL_UPWARDS_AT = 0.14;

    private static final double LABEL_DOWNWARDS_AT = 0.34;

    private static final double HEAD_LENGTH = 8;
    private static final double HEAD_WIDTH = 3.2;

    private final Story story;
    private final Lanes lanes;
    private final Marks marks;
    private final Legend legend;
    private final SvgCanvas canvas = new SvgCanvas();
    private final int[] arrowsInRound;

    SvgDrawing(final Story story) {
        this.story = story;
        lanes = new Lanes(story.shape().size(), story.rounds());
        marks = new Marks(story, lanes);
        legend = new Legend(story);
        arrowsInRound = new int[story.rounds() + 1];
        story.transfers().forEach(transfer -> arrowsInRound[transfer.round()]++);
    }

    String render() {
        final double width = Math.max(lanes.right() + 24 + legend.outputWidth(), legend.width());
        final double height = lanes.bottom() + 24 + legend.height();
        canvas.element("rect", "width", width, "height", height, "fill", "#fff");
        canvas.text(24, 36, story.title(), "class", "title");
        canvas.text(24, 58, story.summary());
        canvas.text(24, 77, story.cost(), "class", "small");
        drawHosts();
        drawRounds();
        drawLanes();
        story.transfers().forEach(this::drawArrow);
        drawMarks();
        story.transfers().forEach(this::drawLabel);
        legend.drawOutputs(canvas, lanes);
        legend.draw(canvas, 24, lanes.bottom() + 30);
        return canvas.document(width, height, STYLE);
    }

    /** Lanes of one host on a ground of their own; on one host, none. */
    private void drawHosts() {
        final Groups groups = story.shape().groups();
        for (int rank = 0; rank < groups.size() && groups.count() > 1; rank++) {
            final int group = groups.groupOf(rank);
            canvas.element(
                    "rect",
                    "x",
                    24,
                    "y",
                    lanes.y(rank) - lanes.laneHeight() / 2,
                    "width",
                    lanes.right() - 24,
                    "height",
                    lanes.laneHeight(),
                    "fill",
                    group % 2 == 0 ? "#f1f6ff" : "#fff6ec");
            if (groups.indexOf(rank) == 0) {
                canvas.text(30, lanes.y(rank) - lanes.laneHeight() / 2 + 13, "host " + group, "class", "small");
            }
        }
    }

    private void drawRounds() {
        for (int round = 0; round <= story.rounds(); round++) {
            canvas.element(
                    "line",
                    "x1",
                    lanes.x(round),
                    "x2",
                    lanes.x(round),
                    "y1",
                    lanes.top(),
                    "y2",
                    lanes.bottom(),
                    "stroke",
                    "#e9ecef");
            if (round > 0) {
                final double middle = (lanes.x(round - 1) + lanes.x(round)) / 2;
                final String name = (round == 1 ? "round " : "") + round;
                canvas.text(middle, lanes.top() - 4, name, "class", "small mid");
            }
        }
    }

    private void drawLanes() {
        for (int rank = 0; rank < story.shape().size(); rank++) {
            final double y = lanes.y(rank);
            final boolean root = story.shape().collective().isRooted()
                    && rank == story.shape().root();
            canvas.element(
                    "line",
                    "x1",
                    lanes.left(),
                    "x2",
                    lanes.right(),
                    "y1",
                    y,
                    "y2",
                    y,
                    "stroke",
                    root ? "#495057" : "#ced4da",
                    "stroke-width",
                    root ? 3 : 2,
                    "stroke-linecap",
                    "round");
            canvas.text(lanes.left() - 10, y + 4, (root ? "root " : "rank ") + rank, "class", "rank");
        }
    }

    private void drawArrow(final Transfer transfer) {
        final Line line = line(transfer);
        final String colour = legend.colour(transfer);
        final Step sent = story.step(transfer.from(), transfer.sendStep());
        final Step taken = story.step(transfer.to(), transfer.receiveStep());
        canvas.group("rank " + transfer.from() + ": " + sent + "\nrank " + transfer.to() + ": " + taken);
        final Line shaft = line.until(HEAD_LENGTH - 1);
        canvas.element(
                "line",
                "x1",
                shaft.x1(),
                "y1",
                shaft.y1(),
                "x2",
                shaft.x2(),
                "y2",
                shaft.y2(),
                "stroke",
                colour,
                "stroke-width",
                strokeWidth(transfer),
                "stroke-dasharray",
                transfer.contents().isEmpty() ? "5 4" : "none");
        canvas.element("path", "d", line.head(HEAD_LENGTH, HEAD_WIDTH + strokeWidth(transfer) / 2), "fill", colour);
        canvas.end();
    }

    /** A message of several chunks is thicker, though not in proportion. */
    private static double strokeWidth(final Transfer transfer) {
        return 1.6 + Math.min(3, Math.log(Math.max(1, transfer.contents().size())));
    }

    /** From the sender's lane at the beginning of the round to the rim of the receiver's mark. */
    private Line line(final Transfer transfer) {
        final Step.Kind kind = story.step(transfer.to(), transfer.receiveStep()).kind();
        return new Line(
                        lanes.x(transfer.round() - 1) + 9,
                        lanes.y(transfer.from()),
                        marks.x(transfer.to(), transfer.receiveStep()),
                        lanes.y(transfer.to()))
                .until(Marks.radius(kind) + 1);
    }

    private void drawLabel(final Transfer transfer) {
        if (story.chunks() == 1
                || arrowsInRound[transfer.round()]
                        > LABELLED_ARROWS * story.shape().size()) {
            return;
        }
        final Line line = line(transfer);
        final double at = transfer.to() < transfer.from() ? LABEL_UPWARDS_AT : LABEL_DOWNWARDS_AT;
        canvas.text(
                line.x(at),
                line.y(at),
                legend.label(transfer),
                "class",
                "label",
                "style",
                "fill:" + legend.colour(transfer));
    }

    private void drawMarks() {
        for (int rank = 0; rank < story.shape().size(); rank++) {
            for (int index = 0; index < story.steps(rank); index++) {
                final Step step = story.step(rank, index);
                if (Marks.isMarked(step)) {
                    canvas.group("rank " + rank + " step " + index + ": " + step);
                    Legend.mark(canvas, step, marks.x(rank, index), lanes.y(rank));
                    canvas.end();
                }
            }
        }
    }
}
