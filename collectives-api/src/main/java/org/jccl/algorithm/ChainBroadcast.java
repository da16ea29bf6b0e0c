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
 * The vector runs along a chain of all ranks that starts at the root.
 *
 * <p>A rank passes on what it has received, as it comes in, so that after the first bytes have reached the end all links
 * are busy at once; no rank sends the vector more than once.
 *
 * <pre>
 *   root = 1:   rank 1 -&gt; rank 2 -&gt; rank 3 -&gt; rank 0
 * </pre>
 *
 * <p>rounds: n-1, bytes sent per rank: S
 *
 * <p>Pipelined broadcast; Watts and van de Geijn (1995).
 */
final class ChainBroadcast extends NamedAlgorithm {
    ChainBroadcast() {
        super(Collective.BROADCAST, "chain", "the vector streams from rank to rank: least traffic, large vectors");
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
        final Program.Builder program = Program.of(1);
        if (rank == shape.root()) {
            return program.once(step -> step.send(INPUT, 0, 1).to(right))
                    .onceIf(!shape.inPlace(), step -> step.copy(INPUT, 0, 1).into(OUTPUT, 0, 1))
                    .build();
        }
        return program.once(step -> step.receive(left).into(OUTPUT, 0, 1))
                .onceIf(right != shape.root(), step -> step.send(OUTPUT, 0, 1).to(right))
                .build();
    }
}
