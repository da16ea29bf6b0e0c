// SPDX-License-Identifier: Apache-2.0
package org.jccl.algorithm;

import static org.jccl.schedule.Space.INPUT;
import static org.jccl.schedule.Space.OUTPUT;

import org.jccl.pattern.Ring;
import org.jccl.schedule.Collective;
import org.jccl.schedule.Program;
import org.jccl.schedule.Schedule;
import org.jccl.schedule.Shape;

/**
 * Everyone sends its block to the root.
 *
 * <pre>
 *   rank 0  b0 --\
 *   rank 1  b1 ---&gt; root = 3: b0 b1 b2 b3
 *   rank 2  b2 --/
 * </pre>
 *
 * <p>rounds: 1, bytes sent per rank: S/n
 *
 * <p>Folklore.
 */
final class LinearGather extends NamedAlgorithm {
    LinearGather() {
        super(Collective.GATHER, "linear", "everyone sends to the root: least traffic, any counts");
    }

    @Override
    public boolean supports(final Shape shape) {
        return shape.collective() == collective();
    }

    @Override
    public Cost cost(final Shape shape) {
        return new Cost(Direct.rounds(shape), (double) Direct.rounds(shape) / shape.size());
    }

    @Override
    Schedule compose(final Shape shape, final int rank) {
        final int size = shape.size();
        if (rank != shape.root()) {
            return Program.of(size)
                    .once(step -> step.send(INPUT, rank, 1).to(shape.root()))
                    .build();
        }
        return Program.of(size)
                .onceIf(!shape.inPlace(), step -> step.copy(INPUT, rank, 1).into(OUTPUT, rank, 1))
                .times(size - 1, (step, round) -> {
                    final int peer = Ring.after(rank, round + 1, size);
                    step.receive(peer).into(OUTPUT, peer, 1);
                })
                .build();
    }
}
