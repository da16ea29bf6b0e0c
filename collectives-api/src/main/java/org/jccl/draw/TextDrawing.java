// SPDX-License-Identifier: Apache-2.0
package org.jccl.draw;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jccl.schedule.Step;
import org.jccl.verify.MessageTimeline.Transfer;

/** A line a message, grouped by rounds; local copies and reductions stand where they end. */
final class TextDrawing {
    private final Story story;
    private final List<List<String>> lines = new ArrayList<>();
    private final int width;

    TextDrawing(final Story story) {
        this.story = story;
        width = String.valueOf(story.shape().size() - 1).length();
        for (int round = 0; round <= story.rounds(); round++) {
            lines.add(new ArrayList<>());
        }
    }

    String render() {
        for (final Transfer transfer : story.transfers()) {
            lines.get(transfer.round()).add(message(transfer));
        }
        for (int rank = 0; rank < story.shape().size(); rank++) {
            addLocalSteps(rank);
        }
        final StringBuilder text = new StringBuilder();
        text.append(story.title()).append('\n').append(story.summary()).append('\n');
        text.append(story.cost()).append('\n');
        for (int round = 0; round < lines.size(); round++) {
            if (!lines.get(round).isEmpty()) {
                text.append(round == 0 ? "\nbefore any message\n" : "\nround " + round + "\n");
                lines.get(round).forEach(line -> text.append("  ").append(line).append('\n'));
            }
        }
        return text.toString();
    }

    private String message(final Transfer transfer) {
        final String arrow = rank(transfer.from()) + " -> " + rank(transfer.to());
        if (transfer.contents().isEmpty()) {
            return arrow + "  signal";
        }
        final Step taken = story.step(transfer.to(), transfer.receiveStep());
        final String chunk = transfer.contents().size() == 1 ? "chunk " : "chunks ";
        final String fate = taken.kind() == Step.Kind.REDUCE
                ? "reduced into " + taken.destination() + (taken.isLast() ? ", complete" : "")
                : "stored in " + taken.destination();
        return String.format(Locale.ROOT, "%s  %-12s %s", arrow, chunk + story.contents(transfer), fate);
    }

    private void addLocalSteps(final int rank) {
        for (int index = 0; index < story.steps(rank); index++) {
            final Step step = story.step(rank, index);
            if (step.kind() == Step.Kind.COPY) {
                final String what = "copies " + step.operand(0) + " to " + step.destination();
                lines.get(story.round(rank, index)).add(rank(rank) + " " + what);
            }
        }
    }

    private String rank(final int rank) {
        return String.format(Locale.ROOT, "%" + width + "d", rank);
    }
}
