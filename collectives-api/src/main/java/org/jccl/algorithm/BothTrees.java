// SPDX-License-Identifier: Apache-2.0
package org.jccl.algorithm;

import static org.jccl.pattern.DoubleBinaryTree.TREES;
import static org.jccl.schedule.Space.INPUT;
import static org.jccl.schedule.Space.OUTPUT;
import static org.jccl.schedule.Space.SCRATCH;

import org.jccl.pattern.DoubleBinaryTree;
import org.jccl.schedule.Program;
import org.jccl.schedule.Shape;
import org.jccl.schedule.Space;
import org.jccl.schedule.Step;

/**
 * The two movements that algorithms over a double binary tree are made of, as one rank sees them: sums flow up and
 * results flow down, chunk 0 of the vector in tree 0 and chunk 1 in tree 1. Tree 0 comes first on every link, so a
 * message of tree 0 never waits for one of tree 1.
 */
final class BothTrees {
    private final DoubleBinaryTree trees;
    private final int rank;
    private final boolean isRoot;

    BothTrees(final Shape shape, final int rank) {
        this.trees = new DoubleBinaryTree(shape.size(), shape.root());
        this.rank = rank;
        isRoot = rank == shape.root();
    }

    /** Appends what this rank does while sums flow from everyone's INPUT into the root's OUTPUT. */
    Program.Builder up(final Program.Builder program) {
        for (int tree = 0; tree < TREES; tree++) {
            up(program, tree);
        }
        return program;
    }

    private void up(final Program.Builder program, final int tree) {
        final int parent = trees.parent(tree, rank);
        final int[] children = trees.children(tree, rank);
        if (isRoot) {
            program.once(step -> RankOrder.reduce(step, rank, children, INPUT, tree, 1)
                    .into(OUTPUT, tree, 1)
                    .last());
        } else if (children.length == 0) {
            program.once(step -> step.send(INPUT, tree, 1).to(parent));
        } else {
            program.scratch(TREES)
                    .once(step -> RankOrder.reduce(step, rank, children, INPUT, tree, 1)
                            .into(SCRATCH, tree, 1))
                    .once(step -> step.send(SCRATCH, tree, 1).to(parent));
        }
    }

    /** Appends what this rank does while results flow from that space of the root into everyone else's OUTPUT. */
    Program.Builder down(final Program.Builder program, final Space rootSpace) {
        for (int tree = 0; tree < TREES; tree++) {
            down(program, tree, isRoot ? rootSpace : OUTPUT);
        }
        return program;
    }

    private void down(final Program.Builder program, final int tree, final Space source) {
        final int parent = trees.parent(tree, rank);
        final int[] children = trees.children(tree, rank);
        program.onceIf(!isRoot, step -> step.receive(parent).into(OUTPUT, tree, 1))
                .onceIf(children.length > 0, step -> toAll(step.send(source, tree, 1), children));
    }

    private static void toAll(final Step step, final int[] peers) {
        for (final int peer : peers) {
            step.to(peer);
        }
    }
}
