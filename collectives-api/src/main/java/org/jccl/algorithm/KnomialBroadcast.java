// SPDX-License-Identifier: Apache-2.0
package org.jccl.algorithm;

import static org.jccl.schedule.Space.INPUT;
import static org.jccl.schedule.Space.OUTPUT;

import org.jccl.pattern.KnomialTree;
import org.jccl.pattern.Rotation;
import org.jccl.schedule.Collective;
import org.jccl.schedule.Program;
import org.jccl.schedule.Schedule;
import org.jccl.schedule.Shape;
import org.jccl.schedule.Space;
import org.jccl.schedule.Step;

/**
 * Every rank that has the vector passes it on to others, down a k-nomial tree.
 *
 * <p>The root begins; a rank sends to the child with the largest subtree first. Ranks are renumbered in a circle from
 * the root on, so that the tree is the same for every root.
 *
 * <pre>
 *   radix 2:    0 --+--&gt; 2 ----&gt; 3
 *                   +--&gt; 1
 * </pre>
 *
 * <p>rounds: at most log_k n, rounded up; bytes sent by the root: S for each of its at most (k-1) log_k n children
 *
 * <p>Folklore; the radix is that of UCC and MPICH.
 */
final class KnomialBroadcast extends KnomialAlgorithm {
    KnomialBroadcast(final int radix) {
        super(Collective.BROADCAST, radix, "the vector down");
    }

    @Override
    public Cost cost(final Shape shape) {
        final KnomialTree tree = treeOfRootZero(shape);
        return new Cost(tree.depth(), tree.children(0).length);
    }

    @Override
    Schedule compose(final Shape shape, final int rank) {
        final KnomialTree tree = treeOfRootZero(shape);
        final Rotation rotation = new Rotation(shape.size(), shape.root());
        final int label = rotation.label(rank);
        final int[] children = tree.children(label);
        final boolean isRoot = rank == shape.root();
        final Space source = isRoot ? INPUT : OUTPUT;
        return Program.of(1)
                .onceIf(
                        !isRoot,
                        step -> step.receive(rotation.rank(tree.parent(label))).into(OUTPUT, 0, 1))
                .onceIf(children.length > 0, step -> toAll(step.send(source, 0, 1), rotation, children))
                .onceIf(
                        isRoot && !shape.inPlace(),
                        step -> step.copy(INPUT, 0, 1).into(OUTPUT, 0, 1))
                .build();
    }

    /** A later child has a larger subtree. */
    private static void toAll(final Step step, final Rotation rotation, final int[] children) {
        for (int i = children.length - 1; i >= 0; i--) {
            step.to(rotation.rank(children[i]));
        }
    }
}
