// SPDX-License-Identifier: Apache-2.0
package org.jccl.algorithm;

import static org.jccl.pattern.DoubleBinaryTree.TREES;
import static org.jccl.schedule.Space.OUTPUT;

import org.jccl.pattern.DoubleBinaryTree;
import org.jccl.schedule.Collective;
import org.jccl.schedule.Program;
import org.jccl.schedule.Schedule;
import org.jccl.schedule.Shape;

/**
 * Each half of the vector is summed up along a binary tree of its own, and the result flows down the same tree.
 *
 * <p>Under rank 0 hang two trees over the other ranks, in which no rank is inner twice: inner ranks of one are leaves
 * of the other, so all of them work equally. Everything streams: a sum begins to flow down while its tail still flows
 * up. Every element is summed in one place and in one order, so all ranks get the same bits; since one tree may be
 * shifted against the other, the order is not that of the ranks.
 *
 * <pre>
 *   half 0:   1 &lt;--+--&gt; 2 &lt;---&gt; 0        half 1:   2 &lt;--+--&gt; 1 &lt;---&gt; 0
 *             3 &lt;--+                                3 &lt;--+
 * </pre>
 *
 * <p>rounds: 2 log2 n, rounded up; bytes sent per inner rank: 2S
 *
 * <p>P. Sanders, J. Speck and J. L. Träff, 2009; in NCCL since 2.4 (S. Jeaugey, 2019).
 */
final class DoubleBinaryTreeAllReduce extends NamedAlgorithm {
    DoubleBinaryTreeAllReduce() {
        super(
                Collective.ALL_REDUCE,
                "double_binary_tree",
                "each half up and down a binary tree of its own: few rounds, near full bandwidth, many ranks");
    }

    /**
     * A rank gives its half up in both trees, and hands down one half to its children, two if there are enough ranks.
     */
    @Override
    public Cost cost(final Shape shape) {
        final int size = shape.size();
        final int depth = new DoubleBinaryTree(size, shape.root()).depth();
        final int children = Math.max(0, Math.min(2, size - 2));
        return new Cost(2 * depth, Math.min(1, size - 1) + children / 2.0);
    }

    @Override
    Schedule compose(final Shape shape, final int rank) {
        final BothTrees trees = new BothTrees(shape, rank);
        return trees.down(trees.up(Program.of(TREES)), OUTPUT).build();
    }
}
