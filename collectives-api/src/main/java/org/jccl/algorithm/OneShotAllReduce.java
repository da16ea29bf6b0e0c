// SPDX-License-Identifier: Apache-2.0
package org.jccl.algorithm;

import static org.jccl.schedule.Space.INPUT;
import static org.jccl.schedule.Space.OUTPUT;
import static org.jccl.schedule.Space.SCRATCH;

import org.jccl.schedule.Collective;
import org.jccl.schedule.Program;
import org.jccl.schedule.Schedule;
import org.jccl.schedule.Shape;
import org.jccl.schedule.Space;

/**
 * Everyone sends its whole vector to everyone, and everyone reduces all of them: one message deep.
 *
 * <p>All ranks combine in rank order, so all of them get the same bits, and the operator need not be commutative. In
 * place, the result is gathered in scratch first: a rank that reduced straight into the vector it is still sending
 * would wait for its peers, which wait for it in the same way.
 *
 * <pre>
 *   rank 0   a0 --+--&gt;  a0+a1+a2+a3
 *   rank 1   a1 --+--&gt;  a0+a1+a2+a3      every arrow to every rank
 *   rank 2   a2 --+--&gt;  a0+a1+a2+a3
 *   rank 3   a3 --+--&gt;  a0+a1+a2+a3
 * </pre>
 *
 * <p>rounds: 1, bytes sent per rank: S (n-1)
 *
 * <p>Folklore.
 */
final class OneShotAllReduce extends NamedAlgorithm {
    OneShotAllReduce() {
        super(
                Collective.ALL_REDUCE,
                "one_shot",
                "everyone sends everything to everyone: lowest latency, small vectors");
    }

    @Override
    public boolean rankOrdered() {
        return true;
    }

    @Override
    public Cost cost(final Shape shape) {
        return new Cost(Direct.rounds(shape), shape.size() - 1);
    }

    @Override
    Schedule compose(final Shape shape, final int rank) {
        final int size = shape.size();
        final Space sum = shape.inPlace() ? SCRATCH : OUTPUT;
        return Program.of(1)
                .scratch(shape.inPlace() ? 1 : 0)
                .once(step -> Direct.toOthers(step.send(INPUT, 0, 1), rank, size))
                .once(step -> Direct.fromAll(step.reduce(), rank, size, INPUT, 0, 1)
                        .into(sum, 0, 1)
                        .last())
                .onceIf(shape.inPlace(), step -> step.copy(SCRATCH, 0, 1).into(OUTPUT, 0, 1))
                .build();
    }
}
