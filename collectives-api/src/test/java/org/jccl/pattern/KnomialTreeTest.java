// SPDX-License-Identifier: Apache-2.0
package org.jccl.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class KnomialTreeTest {
    private interface TreeCheck {
        void check(KnomialTree tree, int size, int root);
    }

    /** Every root of every small size, and some roots of some large ones. */
    private static void everywhere(final int radix, final TreeCheck check) {
        for (int size = 1; size <= 70; size++) {
            for (int root = 0; root < size; root++) {
                check.check(new KnomialTree(radix, size, root), size, root);
            }
        }
        for (final int size : new int[] {127, 128, 129, 625, 1000, 1023, 1024}) {
            for (final int root : new int[] {0, 1, size / 3, size / 2, size - 1}) {
                check.check(new KnomialTree(radix, size, root), size, root);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 16, Integer.MAX_VALUE})
    void shouldListAsChildrenThoseWhoseParentTheRankIs(final int radix) {
        everywhere(radix, (tree, size, root) -> {
            final IntStream.Builder[] expected = new IntStream.Builder[size];
            for (int rank = 0; rank < size; rank++) {
                expected[rank] = IntStream.builder();
            }
            for (int rank = 0; rank < size; rank++) {
                if (rank != root) {
                    expected[tree.parent(rank)].add(rank);
                }
            }
            for (int rank = 0; rank < size; rank++) {
                assertThat(tree.children(rank))
                        .as("children of %d of %d under %d", rank, size, root)
                        .containsExactly(expected[rank].build().toArray());
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 16, Integer.MAX_VALUE})
    void shouldHangEveryRankUnderTheRootAndCountTheStepsUp(final int radix) {
        everywhere(radix, (tree, size, root) -> {
            assertThat(tree.parent(root)).isEqualTo(-1);
            int deepest = 0;
            for (int rank = 0; rank < size; rank++) {
                int steps = 0;
                for (int above = rank; above != root; above = tree.parent(above)) {
                    steps++;
                }
                assertThat(steps).isEqualTo(nonZeroDigits(Math.abs(rank - root), radix));
                deepest = Math.max(deepest, steps);
            }
            assertThat(tree.depth()).as("%d ranks under %d", size, root).isEqualTo(deepest);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 16, Integer.MAX_VALUE})
    void shouldMakeEverySubtreeARowOfRanks(final int radix) {
        everywhere(radix, (tree, size, root) -> {
            final int[] first = IntStream.range(0, size).toArray();
            final int[] last = first.clone();
            final int[] count = new int[size];
            for (int rank = 0; rank < size; rank++) {
                for (int above = rank; above >= 0; above = tree.parent(above)) {
                    first[above] = Math.min(first[above], rank);
                    last[above] = Math.max(last[above], rank);
                    count[above]++;
                }
            }
            for (int rank = 0; rank < size; rank++) {
                assertThat(tree.first(rank)).isEqualTo(first[rank]);
                assertThat(tree.width(rank)).isEqualTo(count[rank]).isEqualTo(last[rank] - first[rank] + 1);
            }
        });
    }

    @Test
    void shouldBeTheBinomialTreeOfRadixTwo() {
        final KnomialTree tree = new KnomialTree(2, 1024, 0);
        for (int rank = 1; rank < 1024; rank++) {
            assertThat(tree.parent(rank)).isEqualTo(rank & rank - 1);
        }
    }

    @Test
    void shouldDrawThePictureOfItsPage() {
        final KnomialTree tree = new KnomialTree(2, 8, 3);
        assertThat(tree.children(3)).containsExactly(1, 2, 4, 5, 7);
        assertThat(tree.children(1)).containsExactly(0);
        assertThat(tree.children(5)).containsExactly(6);
    }

    @Test
    void shouldRefuseARadixBelowTwo() {
        assertThatThrownBy(() -> new KnomialTree(1, 8, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("radix 1; a tree has at least 2");
    }

    private static int nonZeroDigits(final int number, final int radix) {
        int digits = 0;
        for (int rest = number; rest > 0; rest /= radix) {
            digits += rest % radix > 0 ? 1 : 0;
        }
        return digits;
    }
}
