// SPDX-License-Identifier: Apache-2.0
package org.jccl.algorithm;

import static org.jccl.pattern.DoubleBinaryTree.TREES;

import org.jccl.pattern.DoubleBinaryTree;
import org.jccl.schedule.Collective;
import org.jccl.schedule.Program;
import org.jccl.schedule.Schedule;
import org.jccl.schedule.Shape;

/**
 * Each half of the vector is summed up along a binary tree of its own.
 *
 * <p>Under the root hang two trees over the other ranks, in which no rank is inner twice. So a rank adds up at most one
 * of the halves, of two others and its own, yet is only log2 n away from the root. It passes on what it has summed of a
 * half while the rest is on its way. Ranks are renumbered in a circle from the root on, and one tree is shifted against
 * the other, so sums are not in rank order.
 *
 * <pre>
 *   half 0:   1 --+--&gt; 2 ----&gt; 0        half 1:   2 --+--&gt; 1 ----&gt; 0
 *             3 --+                               3 --+
 * </pre>
 *
 * <p>rounds: log2 n, rounded up; bytes sent per rank: S
 *
 * <p>P. Sanders, J. Speck and J. L. Träff, 2009.
 */
final class DoubleBinaryTreeReduce extends NamedAlgorithm {
    DoubleBinaryTreeReduce() {
        super(
                Collective.REDUCE,
                "double_binary_tree",
                "each half up a binary tree of its own: few rounds at full bandwidth");
    }

    @Override
    public Cost cost(final Shape shape) {
        final int depth = new DoubleBinaryTree(shape.size(), shape.root()).depth();
        return new Cost(depth, Math.min(1, shape.size() - 1));
    }

    @Override
    Schedule compose(final Shape shape, final int rank) {
        return new BothTrees(shape, rank).up(Program.of(TREES)).build();
    }
}
