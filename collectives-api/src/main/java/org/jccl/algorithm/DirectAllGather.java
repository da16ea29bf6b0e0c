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
 * Everyone sends its block to everyone: one message deep.
 *
 * <pre>
 *   rank 0   b0   -&gt;   b0 b1 b2 b3      b0 goes to ranks 1, 2 and 3, ...
 *   rank 1   b1   -&gt;   b0 b1 b2 b3
 *   rank 2   b2   -&gt;   b0 b1 b2 b3
 *   rank 3   b3   -&gt;   b0 b1 b2 b3
 * </pre>
 *
 * <p>rounds: 1, bytes sent per rank: S (n-1)/n
 *
 * <p>Folklore.
 */
final class DirectAllGather extends NamedAlgorithm {
    DirectAllGather() {
        super(Collective.ALL_GATHER, "direct", "everyone sends its block to everyone: lowest latency");
    }

    @Override
    public boolean supports(final Shape shape) {
        return shape.collective() == collective();
    }

    @Override
    public Cost cost(final Shape shape) {
        final int size = shape.size();
        return new Cost(Direct.rounds(shape), (size - 1.0) / size);
    }

    @Override
    Schedule compose(final Shape shape, final int rank) {
        final int size = shape.size();
        final Space own = shape.inPlace() ? OUTPUT : INPUT;
        return Program.of(size)
                .once(step -> Direct.toOthers(step.send(own, rank, 1), rank, size))
                .onceIf(own == INPUT, step -> step.copy(INPUT, rank, 1).into(OUTPUT, rank, 1))
                .times(size - 1, (step, round) -> {
                    final int peer = Ring.before(rank, round + 1, size);
                    step.receive(peer).into(OUTPUT, peer, 1);
                })
                .build();
    }
}
