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
 * Everyone sends every rank its block, all at once: one message deep.
 *
 * <p>A rank begins with its right neighbour, so that not everyone sends to rank 0 first.
 *
 * <pre>
 *   rank 0   a0 a1 a2 a3   -&gt;   a0 b0 c0 d0      a1 goes to rank 1, a2 to rank 2, ...
 *   rank 1   b0 b1 b2 b3   -&gt;   a1 b1 c1 d1
 *   rank 2   c0 c1 c2 c3   -&gt;   a2 b2 c2 d2
 *   rank 3   d0 d1 d2 d3   -&gt;   a3 b3 c3 d3
 * </pre>
 *
 * <p>rounds: 1, bytes sent per rank: S (n-1)/n
 *
 * <p>Folklore.
 */
final class DirectAllToAll extends NamedAlgorithm {
    DirectAllToAll() {
        super(Collective.ALL_TO_ALL, "direct", "all peers at once: lowest latency, any counts");
    }

    /** Not in place: a block's place would be taken before it has left. */
    @Override
    public boolean supports(final Shape shape) {
        return shape.collective() == collective() && !shape.inPlace();
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
                .once(step -> step.copy(INPUT, rank, 1).into(OUTPUT, rank, 1))
                .times(size - 1, (step, round) -> {
                    final int peer = Ring.before(rank, round + 1, size);
                    step.receive(peer).into(OUTPUT, peer, 1);
                })
                .build();
    }
}
