// SPDX-License-Identifier: Apache-2.0
package org.jccl.algorithm;

import static org.jccl.schedule.Space.INPUT;
import static org.jccl.schedule.Space.OUTPUT;
import static org.jccl.schedule.Space.SCRATCH;

import org.jccl.pattern.KnomialTree;
import org.jccl.schedule.Collective;
import org.jccl.schedule.Program;
import org.jccl.schedule.Schedule;
import org.jccl.schedule.Shape;

/**
 * Every rank adds up what its children in a k-nomial tree send and its own vector, and sends the sum to its parent.
 *
 * <p>A subtree is a row of side-by-side ranks, and sums are taken in their order, so the operator need not be
 * commutative, whatever the root.
 *
 * <pre>
 *   radix 2, root 0:    3 ----&gt; 2 --+--&gt; 0      (a0 + a1) + (a2 + a3)
 *                               1 --+
 * </pre>
 *
 * <p>rounds: at most log_k n, rounded up; bytes sent per rank: S
 *
 * <p>Folklore; the radix is that of UCC and MPICH.
 */
final class KnomialReduce extends KnomialAlgorithm {
    KnomialReduce(final int radix) {
        super(Collective.REDUCE, radix, "sums up");
    }

    @Override
    public boolean rankOrdered() {
        return true;
    }

    @Override
    public Cost cost(final Shape shape) {
        return new Cost(tree(shape).depth(), Math.min(1, shape.size() - 1));
    }

    @Override
    Schedule compose(final Shape shape, final int rank) {
        final KnomialTree tree = tree(shape);
        final int parent = tree.parent(rank);
        final int[] children = tree.children(rank);
        if (children.length == 0) {
            return Program.of(1).once(step -> step.send(INPUT, 0, 1).to(parent)).build();
        }
        if (rank == shape.root()) {
            return Program.of(1)
                    .once(step -> RankOrder.reduce(step, rank, children, INPUT, 0, 1)
                            .into(OUTPUT, 0, 1)
                            .last())
                    .build();
        }
        return Program.of(1)
                .scratch(1)
                .once(step ->
                        RankOrder.reduce(step, rank, children, INPUT, 0, 1).into(SCRATCH, 0, 1))
                .once(step -> step.send(SCRATCH, 0, 1).to(parent))
                .build();
    }
}
