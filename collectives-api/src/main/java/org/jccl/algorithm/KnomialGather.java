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
 * Every rank collects the blocks of its subtree in a k-nomial tree and sends them on to its parent in one message.
 *
 * <p>A subtree is a row of side-by-side ranks, whatever the root, so its blocks are one contiguous range.
 *
 * <pre>
 *   radix 2, root 0:    3 --d--&gt; 2 --cd--+--&gt; 0
 *                                1 --b---+
 * </pre>
 *
 * <p>rounds: at most log_k n, rounded up; bytes sent by the child of the root with the largest subtree: about S/2 of
 * radix 2
 *
 * <p>Folklore; the radix is that of UCC and MPICH.
 */
final class KnomialGather extends KnomialAlgorithm {
    KnomialGather(final int radix) {
        super(Collective.GATHER, radix, "blocks up");
    }

    @Override
    public Cost cost(final Shape shape) {
        final KnomialTree tree = tree(shape);
        int largest = 0;
        for (final int child : tree.children(shape.root())) {
            largest = Math.max(largest, tree.width(child));
        }
        return new Cost(tree.depth(), (double) largest / shape.size());
    }

    @Override
    Schedule compose(final Shape shape, final int rank) {
        final KnomialTree tree = tree(shape);
        final int[] children = tree.children(rank);
        final int parent = tree.parent(rank);
        if (children.length == 0) {
            return Program.of(shape.size())
                    .once(step -> step.send(INPUT, rank, 1).to(parent))
                    .build();
        }
        final boolean isRoot = rank == shape.root();
        final int first = tree.first(rank);
        final int width = tree.width(rank);
        final Space space = isRoot ? OUTPUT : SCRATCH;
        return Program.of(shape.size())
                .scratch(isRoot ? 0 : first + width)
                .onceIf(
                        !isRoot || !shape.inPlace(),
                        step -> step.copy(INPUT, rank, 1).into(space, rank, 1))
                .times(
                        children.length,
                        (step, i) ->
                                step.receive(children[i]).into(space, tree.first(children[i]), tree.width(children[i])))
                .onceIf(!isRoot, step -> step.send(SCRATCH, first, width).to(parent))
                .build();
    }
}
