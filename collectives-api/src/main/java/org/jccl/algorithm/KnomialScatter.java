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
import org.jccl.schedule.Space;

/**
 * Every rank gets the blocks of its subtree in a k-nomial tree in one message, keeps its own, and passes on the others.
 *
 * <p>A subtree is a row of side-by-side ranks, whatever the root, so its blocks are one contiguous range.
 *
 * <pre>
 *   radix 2, root 0:    0 --+--cd--&gt; 2 --d--&gt; 3
 *                           +--b---&gt; 1
 * </pre>
 *
 * <p>rounds: at most log_k n, rounded up; bytes sent by the root: S (n-1)/n
 *
 * <p>Folklore; the radix is that of UCC and MPICH.
 */
final class KnomialScatter extends KnomialAlgorithm {
    KnomialScatter(final int radix) {
        super(Collective.SCATTER, radix, "blocks down");
    }

    @Override
    public Cost cost(final Shape shape) {
        return new Cost(tree(shape).depth(), (shape.size() - 1.0) / shape.size());
    }

    @Override
    Schedule compose(final Shape shape, final int rank) {
        final KnomialTree tree = tree(shape);
        final int[] children = tree.children(rank);
        final int parent = tree.parent(rank);
        if (children.length == 0) {
            return Program.of(shape.size())
                    .once(step -> step.receive(parent).into(OUTPUT, rank, 1))
                    .build();
        }
        final boolean isRoot = rank == shape.root();
        final int first = tree.first(rank);
        final int width = tree.width(rank);
        final Space space = isRoot ? INPUT : SCRATCH;
        return Program.of(shape.size())
                .scratch(isRoot ? 0 : first + width)
                .onceIf(!isRoot, step -> step.receive(parent).into(SCRATCH, first, width))
                .times(
                        children.length,
                        (step, i) -> step.send(space, tree.first(children[i]), tree.width(children[i]))
                                .to(children[i]))
                .onceIf(
                        !isRoot || !shape.inPlace(),
                        step -> step.copy(space, rank, 1).into(OUTPUT, rank, 1))
                .build();
    }
}
