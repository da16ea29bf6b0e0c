// SPDX-License-Identifier: Apache-2.0
package org.jccl.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class DoubleBinaryTreeTest {
    private static final int LARGEST = 1024;

    private interface TreeCheck {
        void check(DoubleBinaryTree trees, int size, int root);
    }

    /** Root 0 of every size, and every root of the small ones. */
    private static void everywhere(final TreeCheck check) {
        for (int size = 1; size <= LARGEST; size++) {
            for (int root = 0; root < (size <= 40 ? size : 1); root++) {
                check.check(new DoubleBinaryTree(size, root), size, root);
            }
        }
    }

    @Test
    void shouldListAsChildrenThoseWhoseParentTheRankIs() {
        everywhere((trees, size, root) -> {
            for (int tree = 0; tree < DoubleBinaryTree.TREES; tree++) {
                final Set<Integer> seen = new HashSet<>(Set.of(root));
                for (int rank = 0; rank < size; rank++) {
                    for (final int child : trees.children(tree, rank)) {
                        assertThat(trees.parent(tree, child)).isEqualTo(rank);
                        seen.add(child);
                    }
                }
                assertThat(seen).as("tree %d of %d under %d", tree, size, root).hasSize(size);
            }
        });
    }

    @Test
    void shouldHangEveryRankUnderTheRootAndCountTheStepsUp() {
        everywhere((trees, size, root) -> {
            for (int tree = 0; tree < DoubleBinaryTree.TREES; tree++) {
                assertThat(trees.parent(tree, root)).isEqualTo(-1);
                int deepest = 0;
                for (int rank = 0; rank < size; rank++) {
                    int steps = 0;
                    for (int above = rank; above != root; above = trees.parent(tree, above)) {
                        steps++;
                    }
                    deepest = Math.max(deepest, steps);
                }
                assertThat(trees.depth()).as("tree %d of %d", tree, size).isEqualTo(deepest);
            }
        });
    }

    @Test
    void shouldLetNoRankButTheRootBeInnerInBothTrees() {
        everywhere((trees, size, root) -> {
            for (int rank = 0; rank < size; rank++) {
                final int first = trees.children(0, rank).length;
                final int second = trees.children(1, rank).length;
                if (rank == root) {
                    assertThat(first).isEqualTo(Math.min(1, size - 1)).isEqualTo(second);
                } else {
                    assertThat(Math.min(first, second))
                            .as("rank %d of %d", rank, size)
                            .isZero();
                    assertThat(Math.max(first, second)).isLessThanOrEqualTo(2);
                }
            }
        });
    }

    @Test
    void shouldDrawThePictureOfItsPage() {
        final DoubleBinaryTree trees = new DoubleBinaryTree(5, 0);
        assertThat(trees.children(0, 0)).containsExactly(4);
        assertThat(trees.children(0, 4)).containsExactly(2);
        assertThat(trees.children(0, 2)).containsExactly(1, 3);
        assertThat(trees.children(1, 0)).containsExactly(1);
        assertThat(trees.children(1, 1)).containsExactly(3);
        assertThat(trees.children(1, 3)).containsExactly(2, 4);
    }
}
