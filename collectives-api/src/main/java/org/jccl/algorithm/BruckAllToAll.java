// SPDX-License-Identifier: Apache-2.0
package org.jccl.algorithm;

import static org.jccl.schedule.Space.INPUT;
import static org.jccl.schedule.Space.OUTPUT;
import static org.jccl.schedule.Space.SCRATCH;

import org.jccl.pattern.Arc;
import org.jccl.pattern.Bruck;
import org.jccl.pattern.Dissemination;
import org.jccl.pattern.Ring;
import org.jccl.schedule.Collective;
import org.jccl.schedule.Program;
import org.jccl.schedule.Schedule;
import org.jccl.schedule.Shape;

/**
 * Blocks hop by powers of two: few messages, each with many blocks.
 *
 * <p>A rank first lays its blocks out by the distance that they have to go. In round k every block whose distance has
 * binary digit k set hops 2^k ranks on; these lie in runs of 2^k blocks, 2^(k+1) apart, and go as one message. After the
 * last round the block that came d places lies at d. What arrives is put down beside the blocks and unpacked once the
 * blocks that it replaces have left: were it received into their places, everyone would wait for everyone.
 *
 * <pre>
 *   distance        0   1   2   3
 *   rank 0 holds   00  01  02  03        ij: from rank i to rank j
 *   after round 0  00  31  02  33        distances 1 and 3 hopped 1
 *   after round 1  00  31  20  13        distances 2 and 3 hopped 2
 * </pre>
 *
 * <p>rounds: ceil(log2 n), one fewer where n is at most 3/4 of the next power of two, bytes sent per rank: about (S/2) log2 n
 *
 * <p>Bruck, Ho, Kipnis, Upfal and Weathersby, Efficient algorithms for all-to-all communications (1997).
 */
final class BruckAllToAll extends NamedAlgorithm {
    BruckAllToAll() {
        super(Collective.ALL_TO_ALL, "bruck", "blocks hop by powers of two: fewest messages, small blocks");
    }

    /** Not in place: a block's place would be taken before it has left. */
    @Override
    public boolean supports(final Shape shape) {
        return shape.collective() == collective() && !shape.inPlace() && !shape.varying();
    }

    @Override
    public Cost cost(final Shape shape) {
        final int size = shape.size();
        int blocks = 0;
        for (int round = 0; round < Dissemination.rounds(size); round++) {
            blocks += Bruck.travelling(round, size);
        }
        return new Cost(Bruck.depth(size), (double) blocks / size);
    }

    @Override
    Schedule compose(final Shape shape, final int rank) {
        final int size = shape.size();
        final Arc all = new Arc(rank, size, size);
        final Program.Builder program = Program.of(size)
                .scratch(size + size / 2)
                .once(step -> step.copy(INPUT, rank, all.head()).into(SCRATCH, 0, all.head()))
                .onceIf(rank > 0, step -> step.copy(INPUT, 0, all.tail()).into(SCRATCH, all.head(), all.tail()));
        for (int round = 0; round < Dissemination.rounds(size); round++) {
            hop(program, rank, size, round);
        }
        return program.times(
                        size,
                        (step, distance) ->
                                step.copy(SCRATCH, distance, 1).into(OUTPUT, Ring.before(rank, distance, size), 1))
                .build();
    }

    /** Blocks by distance lie in chunks 0 to size-1 of SCRATCH; what arrives lies behind them. */
    private static void hop(final Program.Builder program, final int rank, final int size, final int round) {
        final int run = 1 << round;
        final int blocks = Bruck.travelling(round, size);
        program.once(step -> step.send(SCRATCH, run, blocks, run, 2 * run).to(Dissemination.to(rank, round, size)))
                .once(step ->
                        step.receive(Dissemination.from(rank, round, size)).into(SCRATCH, size, blocks))
                .once(step -> step.copy(SCRATCH, size, blocks).into(SCRATCH, run, blocks, run, 2 * run));
    }
}
