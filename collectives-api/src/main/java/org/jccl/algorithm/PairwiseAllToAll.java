// SPDX-License-Identifier: Apache-2.0
package org.jccl.algorithm;

import static org.jccl.schedule.Space.INPUT;
import static org.jccl.schedule.Space.OUTPUT;

import org.jccl.pattern.Ring;
import org.jccl.schedule.Collective;
import org.jccl.schedule.Program;
import org.jccl.schedule.Schedule;
import org.jccl.schedule.Shape;
import org.jccl.schedule.Step;

/**
 * One peer at a time: in round k a rank sends to the one k places after it and receives from the one k places before.
 *
 * <p>A round begins when the block of the round before has arrived, so that no rank is sent to by many at once.
 *
 * <pre>
 *   round         1       2       3
 *   rank 0     to 1    to 2    to 3
 *   rank 1     to 2    to 3    to 0
 *   rank 2     to 3    to 0    to 1
 *   rank 3     to 0    to 1    to 2
 * </pre>
 *
 * <p>rounds: n-1, bytes sent per rank: S (n-1)/n
 *
 * <p>Thakur, Rabenseifner and Gropp, Optimization of collective communication operations in MPICH (2005).
 */
final class PairwiseAllToAll extends NamedAlgorithm {
    PairwiseAllToAll() {
        super(Collective.ALL_TO_ALL, "pairwise", "one peer at a time: no congestion, large blocks, any counts");
    }

    /** Not in place: a block's place would be taken before it has left. */
    @Override
    public boolean supports(final Shape shape) {
        return shape.collective() == collective() && !shape.inPlace();
    }

    @Override
    public Cost cost(final Shape shape) {
        final int size = shape.size();
        return new Cost(size - 1, (size - 1.0) / size);
    }

    @Override
    Schedule compose(final Shape shape, final int rank) {
        final int size = shape.size();
        return Program.of(size)
                .times(
                        size - 1,
                        (step, round) -> send(step, rank, round, size),
                        (step, round) -> receive(step, rank, round, size))
                .once(step -> step.copy(INPUT, rank, 1).into(OUTPUT, rank, 1))
                .build();
    }

    private static void send(final Step step, final int rank, final int round, final int size) {
        final int peer = Ring.after(rank, round + 1, size);
        step.send(INPUT, peer, 1).to(peer).after(arrivalBefore(round));
    }

    private static void receive(final Step step, final int rank, final int round, final int size) {
        final int peer = Ring.before(rank, round + 1, size);
        step.receive(peer).into(OUTPUT, peer, 1).after(arrivalBefore(round));
    }

    /** The index of the RECEIVE of the round before, the second of its two steps; -1 in the first round. */
    private static int arrivalBefore(final int round) {
        return 2 * round - 1;
    }
}
