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
 * The root sends every rank its block.
 *
 * <pre>
 *                            /--&gt; rank 0  b0
 *   root = 3: b0 b1 b2 b3  ---&gt; rank 1  b1
 *                            \--&gt; rank 2  b2
 * </pre>
 *
 * <p>rounds: 1, bytes sent by the root: S (n-1)/n
 *
 * <p>Folklore.
 */
final class LinearScatter extends NamedAlgorithm {
    LinearScatter() {
        super(Collective.SCATTER, "linear", "the root sends to everyone: least traffic, any counts");
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
        if (rank != shape.root()) {
            return Program.of(size)
                    .once(step -> step.receive(shape.root()).into(OUTPUT, rank, 1))
                    .build();
        }
        return Program.of(size)
                .times(size - 1, (step, round) -> {
                    final int peer = Ring.after(rank, round + 1, size);
                    step.send(INPUT, peer, 1).to(peer);
                })
                .onceIf(!shape.inPlace(), step -> step.copy(INPUT, rank, 1).into(OUTPUT, rank, 1))
                .build();
    }
}
