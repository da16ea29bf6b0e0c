// SPDX-License-Identifier: Apache-2.0
package org.jccl.draw;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jccl.algorithm.Algorithm;
import org.jccl.algorithm.Cost;
import org.jccl.schedule.Collective;
import org.jccl.schedule.Schedule;
import org.jccl.schedule.Shape;
import org.jccl.schedule.Step;
import org.jccl.verify.ExpressionTree;
import org.jccl.verify.MessageTimeline;
import org.jccl.verify.MessageTimeline.Transfer;
import org.jccl.verify.Verification;
import org.jccl.verify.Verifier;

/** What there is to tell about an algorithm over one shape, apart from how it looks. */
final class Story {
    private final Algorithm algorithm;
    private final Shape shape;
    private final List<Schedule> schedules = new ArrayList<>();
    private final MessageTimeline timeline;
    private final Verification verification;

    Story(final Algorithm algorithm, final Shape shape) {
        this.algorithm = algorithm;
        this.shape = shape;
        for (int rank = 0; rank < shape.size(); rank++) {
            schedules.add(algorithm.schedule(shape, rank));
        }
        timeline = MessageTimeline.of(shape, schedules::get);
        verification = Verifier.verify(shape, schedules::get);
    }

    Shape shape() {
        return shape;
    }

    int chunks() {
        return schedules.get(0).chunks();
    }

    int rounds() {
        return timeline.rounds();
    }

    List<Transfer> transfers() {
        return timeline.transfers();
    }

    int steps(final int rank) {
        return schedules.get(rank).steps();
    }

    Step step(final int rank, final int index) {
        final Step step = new Step();
        schedules.get(rank).at(index, step);
        return step;
    }

    /** After which round the step has ended; 0 if it needs no message. */
    int round(final int rank, final int index) {
        return timeline.round(rank, index);
    }

    /** How OUTPUT chunk {@code chunk} of that rank came to be; null if it has none. */
    ExpressionTree output(final int rank, final int chunk) {
        return verification.output(rank, chunk);
    }

    /** {@code all_reduce, ring, 8 ranks}. */
    String title() {
        final String ranks = shape.size() == 1 ? "1 rank" : shape.size() + " ranks";
        return shape.collective() + ", " + algorithm.name() + ", " + ranks
                + (shape.collective().isRooted() ? ", root " + shape.root() : "")
                + (shape.inPlace() ? ", in place" : "")
                + (shape.groups().count() > 1 ? ", " + shape.groups().count() + " hosts" : "");
    }

    String summary() {
        return algorithm.summary();
    }

    /** {@code 14 rounds; the busiest rank sends 1.75 times the vector}. */
    String cost() {
        final Cost cost = algorithm.cost(shape);
        final String rounds = cost.rounds() == 1 ? "1 round" : cost.rounds() + " rounds";
        if (shape.collective() == Collective.BARRIER) {
            return rounds + "; no data";
        }
        return rounds + "; the busiest rank sends " + number(cost.bytesSent()) + " times the "
                + (shape.collective().isVector() ? "vector" : "size of all blocks together");
    }

    private static String number(final double value) {
        final String text = String.format(Locale.ROOT, "%.3f", value);
        return text.replaceFirst("\\.?0+$", "");
    }

    /** Which chunks a message carries: {@code 3}, {@code 0-3}, {@code 1,5}; for all_to_all {@code from:to}. */
    String contents(final Transfer transfer) {
        if (shape.collective() == Collective.ALL_TO_ALL) {
            return pairs(transfer.contents());
        }
        final TreeSet<Integer> chunks = new TreeSet<>();
        for (final ExpressionTree tree : transfer.contents()) {
            chunks.add(tree.chunk());
        }
        return ranges(chunks);
    }

    private static String pairs(final List<ExpressionTree> blocks) {
        final List<String> pairs = new ArrayList<>();
        for (final ExpressionTree block : blocks) {
            pairs.add(block.firstRank() + ":" + block.chunk());
        }
        return String.join(" ", pairs);
    }

    private static String ranges(final TreeSet<Integer> chunks) {
        final List<String> ranges = new ArrayList<>();
        Integer first = chunks.isEmpty() ? null : chunks.first();
        while (first != null) {
            int last = first;
            while (chunks.contains(last + 1)) {
                last++;
            }
            ranges.add(first == last ? "" + first : first + "-" + last);
            first = chunks.higher(last);
        }
        return String.join(",", ranges);
    }
}
