// SPDX-License-Identifier: Apache-2.0
package org.jccl.algorithm;

import static org.jccl.pattern.DoubleBinaryTree.TREES;
import static org.jccl.schedule.Space.INPUT;
import static org.jccl.schedule.Space.OUTPUT;

import org.jccl.pattern.DoubleBinaryTree;
import org.jccl.schedule.Collective;
import org.jccl.schedule.Program;
import org.jccl.schedule.Schedule;
import org.jccl.schedule.Shape;

/**
 * Each half of the vector flows down a binary tree of its own.
 *
 * <p>Under the root hang two trees over the other ranks, in which no rank is inner twice. So a rank passes on at most
 * one of the halves, to two others, and sends no more than it gets, yet is only log2 n away from the root. It passes on
 * what has arrived of a half while the rest is on its way.
 *
 * <pre>
 *   half 0:   0 ----&gt; 2 --+--&gt; 1        half 1:   0 ----&gt; 1 --+--&gt; 2
 *                         +--&gt; 3                              +--&gt; 3
 * </pre>
 *
 * <p>rounds: log2 n, rounded up; bytes sent per rank: S
 *
 * <p>P. Sanders, J. Speck and J. L. Träff, 2009.
 */
final class DoubleBinaryTreeBroadcast extends NamedAlgorithm {
    DoubleBinaryTreeBroadcast() {
        super(
                Collective.BROADCAST,
                "double_binary_tree",
                "each half down a binary tree of its own: few rounds at full bandwidth");
    }

    @Override
    public Cost cost(final Shape shape) {
        final int depth = new DoubleBinaryTree(shape.size(), shape.root()).depth();
        return new Cost(depth, Math.min(1, shape.size() - 1));
    }

    @Override
    Schedule compose(final Shape shape, final int rank) {
        final boolean copies = rank == shape.root() && !shape.inPlace();
        return new BothTrees(shape, rank)
                .down(Program.of(TREES), INPUT)
                .onceIf(copies, step -> step.copy(INPUT, 0, TREES).into(OUTPUT, 0, TREES))
                .build();
    }
}
