// SPDX-License-Identifier: Apache-2.0
package org.jccl.algorithm;

import static org.jccl.schedule.Space.INPUT;
import static org.jccl.schedule.Space.OUTPUT;

import org.jccl.pattern.Arc;
import org.jccl.pattern.Bruck;
import org.jccl.pattern.Dissemination;
import org.jccl.schedule.Collective;
import org.jccl.schedule.Program;
import org.jccl.schedule.Schedule;
import org.jccl.schedule.Shape;

/**
 * Every rank doubles what it holds in each round, for any number of ranks.
 *
 * <p>A rank holds the blocks of an arc of the ring that starts at itself. In round k it passes the arc to the rank 2^k
 * places before it, whose own arc ends just there; in the last round only as much as is missing. An arc that runs over
 * the last rank lies in two pieces and goes as two messages, so nothing needs to be rotated afterwards.
 *
 * <pre>
 *   round       0            1
 *   rank 0   b0 +b1       +b2 b3         + from the rank 1 place after, then 2 places after
 *   rank 1   b1 +b2       +b3 b0
 *   rank 2   b2 +b3       +b0 b1
 *   rank 3   b3 +b0       +b1 b2
 * </pre>
 *
 * <p>rounds: ceil(log2 n), one fewer where n is at most 3/4 of the next power of two, bytes sent per rank: S (n-1)/n
 *
 * <p>Bruck, Ho, Kipnis, Upfal and Weathersby, Efficient algorithms for all-to-all communications (1997).
 */
final class BruckAllGather extends NamedAlgorithm {
    BruckAllGather() {
        super(Collective.ALL_GATHER, "bruck", "holdings double every round: low latency, any number of ranks");
    }

    @Override
    public boolean supports(final Shape shape) {
        return shape.collective() == collective();
    }

    @Override
    public Cost cost(final Shape shape) {
        final int size = shape.size();
        return new Cost(Bruck.depth(size), (size - 1.0) / size);
    }

    @Override
    Schedule compose(final Shape shape, final int rank) {
        final int size = shape.size();
        final Program.Builder program = Program.of(size)
                .onceIf(!shape.inPlace(), step -> step.copy(INPUT, rank, 1).into(OUTPUT, rank, 1));
        for (int round = 0; round < Dissemination.rounds(size); round++) {
            // Knowledge spreads against the direction of dissemination: from the ranks after to the ranks before.
            final int receiver = Dissemination.from(rank, round, size);
            final int sender = Dissemination.to(rank, round, size);
            final int blocks = Bruck.passed(round, size);
            pass(program, new Arc(rank, blocks, size), receiver);
            take(program, new Arc(sender, blocks, size), sender);
        }
        return program.build();
    }

    private static void pass(final Program.Builder program, final Arc arc, final int receiver) {
        program.once(step -> step.send(OUTPUT, arc.first(), arc.head()).to(receiver))
                .onceIf(arc.tail() > 0, step -> step.send(OUTPUT, 0, arc.tail()).to(receiver));
    }

    private static void take(final Program.Builder program, final Arc arc, final int sender) {
        program.once(step -> step.receive(sender).into(OUTPUT, arc.first(), arc.head()))
                .onceIf(arc.tail() > 0, step -> step.receive(sender).into(OUTPUT, 0, arc.tail()));
    }
}
