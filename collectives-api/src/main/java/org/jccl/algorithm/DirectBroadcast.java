// SPDX-License-Identifier: Apache-2.0
package org.jccl.algorithm;

import static org.jccl.schedule.Space.INPUT;
import static org.jccl.schedule.Space.OUTPUT;

import org.jccl.schedule.Collective;
import org.jccl.schedule.Program;
import org.jccl.schedule.Schedule;
import org.jccl.schedule.Shape;

/**
 * The root sends its vector to everyone: one message deep.
 *
 * <pre>
 *                /--&gt; rank 0
 *   root = 3: a ---&gt; rank 1
 *                \--&gt; rank 2
 * </pre>
 *
 * <p>rounds: 1, bytes sent by the root: S (n-1)
 *
 * <p>Folklore.
 */
final class DirectBroadcast extends NamedAlgorithm {
    DirectBroadcast() {
        super(Collective.BROADCAST, "direct", "the root sends to everyone: lowest latency");
    }

    @Override
    public Cost cost(final Shape shape) {
        return new Cost(Direct.rounds(shape), shape.size() - 1);
    }

    @Override
    Schedule compose(final Shape shape, final int rank) {
        if (rank != shape.root()) {
            return Program.of(1)
                    .once(step -> step.receive(shape.root()).into(OUTPUT, 0, 1))
                    .build();
        }
        return Program.of(1)
                .once(step -> Direct.toOthers(step.send(INPUT, 0, 1), rank, shape.size()))
                .onceIf(!shape.inPlace(), step -> step.copy(INPUT, 0, 1).into(OUTPUT, 0, 1))
                .build();
    }
}
