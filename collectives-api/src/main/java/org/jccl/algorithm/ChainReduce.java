// SPDX-License-Identifier: Apache-2.0
package org.jccl.algorithm;

import static org.jccl.schedule.Space.INPUT;
import static org.jccl.schedule.Space.OUTPUT;
import static org.jccl.schedule.Space.SCRATCH;

import org.jccl.pattern.Ring;
import org.jccl.schedule.Collective;
import org.jccl.schedule.Program;
import org.jccl.schedule.Schedule;
import org.jccl.schedule.Shape;

/**
 * The sum runs along a chain of all ranks that ends at the root.
 *
 * <p>A rank adds its own input to what comes from the left and passes it on as it comes in, so that after the first
 * bytes have reached the root all links are busy at once; no rank sends more than one vector.
 *
 * <pre>
 *   root = 1:   rank 2 -&gt; rank 3 -&gt; rank 0 -&gt; rank 1      each arrow: add the own input, send
 * </pre>
 *
 * <p>rounds: n-1, bytes sent per rank: S
 *
 * <p>Pipelined reduction; Watts and van de Geijn (1995).
 */
final class ChainReduce extends NamedAlgorithm {
    ChainReduce() {
        super(Collective.REDUCE, "chain", "the sum streams from rank to rank: least traffic, large vectors");
    }

    @Override
    public Cost cost(final Shape shape) {
        return new Cost(shape.size() - 1, Math.min(1, shape.size() - 1));
    }

    @Override
    Schedule compose(final Shape shape, final int rank) {
        final int size = shape.size();
        final int left = Ring.before(rank, 1, size);
        final int right = Ring.after(rank, 1, size);
        if (left == shape.root()) {
            return Program.of(1).once(step -> step.send(INPUT, 0, 1).to(right)).build();
        }
        if (rank == shape.root()) {
            return Program.of(1)
                    .once(step -> step.reduce()
                            .from(left)
                            .local(INPUT, 0, 1)
                            .into(OUTPUT, 0, 1)
                            .last())
                    .build();
        }
        return Program.of(1)
                .scratch(1)
                .once(step -> step.reduce().from(left).local(INPUT, 0, 1).into(SCRATCH, 0, 1))
                .once(step -> step.send(SCRATCH, 0, 1).to(right))
                .build();
    }
}
