// SPDX-License-Identifier: Apache-2.0
package org.jccl.algorithm;

import static org.jccl.schedule.Space.INPUT;
import static org.jccl.schedule.Space.OUTPUT;

import org.jccl.pattern.Ring;
import org.jccl.schedule.Collective;
import org.jccl.schedule.Program;
import org.jccl.schedule.Schedule;
import org.jccl.schedule.Shape;
import org.jccl.schedule.Space;

/**
 * Every block travels once around the ring.
 *
 * <p>In each round a rank passes to the right what came from the left in the round before, its own block first. All
 * links are busy in every round.
 *
 * <pre>
 *   round        0     1     2
 *   rank 0   b0 -&gt;  b3 -&gt;  b2 -&gt;         each arrow: send to the right
 *   rank 1   b1 -&gt;  b0 -&gt;  b3 -&gt;
 *   rank 2   b2 -&gt;  b1 -&gt;  b0 -&gt;
 *   rank 3   b3 -&gt;  b2 -&gt;  b1 -&gt;
 * </pre>
 *
 * <p>rounds: n-1, bytes sent per rank: S (n-1)/n
 *
 * <p>The bucket algorithm of Barnett, Littlefield, Payne and van de Geijn (1993).
 */
final class RingAllGather extends NamedAlgorithm {
    RingAllGather() {
        super(Collective.ALL_GATHER, "ring", "blocks travel around a ring: least traffic, large blocks");
    }

    @Override
    public boolean supports(final Shape shape) {
        return shape.collective() == collective();
    }

    @Override
    public Cost cost(final Shape shape) {
        final int size = shape.size();
        return new Cost(size - 1, (size - 1.0) / size);
    }

    @Override
    Schedule compose(final Shape shape, final int rank) {
        final int size = shape.size();
        final int left = Ring.before(rank, 1, size);
        final int right = Ring.after(rank, 1, size);
        final Space own = shape.inPlace() ? OUTPUT : INPUT;
        return Program.of(size)
                .onceIf(own == INPUT, step -> step.copy(INPUT, rank, 1).into(OUTPUT, rank, 1))
                .times(
                        size - 1,
                        (step, round) -> step.send(round == 0 ? own : OUTPUT, Ring.before(rank, round, size), 1)
                                .to(right),
                        (step, round) -> step.receive(left).into(OUTPUT, Ring.before(rank, round + 1, size), 1))
                .build();
    }
}
