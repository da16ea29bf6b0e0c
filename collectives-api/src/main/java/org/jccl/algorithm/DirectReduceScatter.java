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
 * Everyone sends every rank its chunk, and everyone reduces what it gets: one message deep.
 *
 * <p>Operands are combined in rank order, so the operator need not be commutative.
 *
 * <pre>
 *   rank 0   a0 a1 a2 a3   -&gt;   a0+b0+c0+d0      a1 goes to rank 1, a2 to rank 2, ...
 *   rank 1   b0 b1 b2 b3   -&gt;   a1+b1+c1+d1
 *   rank 2   c0 c1 c2 c3   -&gt;   a2+b2+c2+d2
 *   rank 3   d0 d1 d2 d3   -&gt;   a3+b3+c3+d3
 * </pre>
 *
 * <p>rounds: 1, bytes sent per rank: S (n-1)/n
 *
 * <p>Folklore.
 */
final class DirectReduceScatter extends NamedAlgorithm {
    DirectReduceScatter() {
        super(Collective.REDUCE_SCATTER, "one_shot", "everyone sends every rank its chunk: lowest latency");
    }

    @Override
    public boolean supports(final Shape shape) {
        return shape.collective() == collective();
    }

    @Override
    public boolean rankOrdered() {
        return true;
    }

    @Override
    public Cost cost(final Shape shape) {
        final int size = shape.size();
        return new Cost(Direct.rounds(shape), (size - 1.0) / size);
    }

    @Override
    Schedule compose(final Shape shape, final int rank) {
        final int size = shape.size();
        return Program.of(size)
                .times(size - 1, (step, round) -> {
                    final int peer = Ring.after(rank, round + 1, size);
                    step.send(INPUT, peer, 1).to(peer);
                })
                .once(step -> Direct.fromAll(step.reduce(), rank, size, INPUT, rank, 1)
                        .into(OUTPUT, rank, 1)
                        .last())
                .build();
    }
}
