// SPDX-License-Identifier: Apache-2.0
package org.jccl.algorithm;

import static org.jccl.schedule.Space.INPUT;
import static org.jccl.schedule.Space.OUTPUT;

import org.jccl.schedule.Collective;
import org.jccl.schedule.Program;
import org.jccl.schedule.Schedule;
import org.jccl.schedule.Shape;

/**
 * Everyone sends its vector to the root, which reduces them: one message deep.
 *
 * <p>Operands are combined in rank order, so the operator need not be commutative.
 *
 * <pre>
 *   rank 0 --\
 *   rank 1 ---&gt; root = 3: a0+a1+a2+a3
 *   rank 2 --/
 * </pre>
 *
 * <p>rounds: 1, bytes sent per rank: S, received by the root: S (n-1)
 *
 * <p>Folklore.
 */
final class DirectReduce extends NamedAlgorithm {
    DirectReduce() {
        super(Collective.REDUCE, "direct", "everyone sends to the root: lowest latency, rank order");
    }

    @Override
    public boolean rankOrdered() {
        return true;
    }

    @Override
    public Cost cost(final Shape shape) {
        return new Cost(Direct.rounds(shape), Direct.rounds(shape));
    }

    @Override
    Schedule compose(final Shape shape, final int rank) {
        final int size = shape.size();
        if (rank != shape.root()) {
            return Program.of(1)
                    .once(step -> step.send(INPUT, 0, 1).to(shape.root()))
                    .build();
        }
        return Program.of(1)
                .once(step -> Direct.fromAll(step.reduce(), rank, size, INPUT, 0, 1)
                        .into(OUTPUT, 0, 1)
                        .last())
                .build();
    }
}
