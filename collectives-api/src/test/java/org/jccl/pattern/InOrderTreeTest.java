// SPDX-License-Identifier: Apache-2.0
package org.jccl.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class InOrderTreeTest {
    @Test
    void shouldVisitLabelsInAscendingOrder() {
        for (int size = 1; size <= 1024; size++) {
            final List<Integer> visited = new ArrayList<>();
            visit(new InOrderTree(size), 0, visited);
            assertThat(visited)
                    .as("%d labels", size)
                    .containsExactlyElementsOf(IntStream.range(0, size).boxed().toList());
        }
    }

    private static void visit(final InOrderTree tree, final int label, final List<Integer> visited) {
        boolean mine = false;
        for (final int child : tree.children(label)) {
            if (child > label && !mine) {
                visited.add(label);
                mine = true;
            }
            visit(tree, child, visited);
        }
        if (!mine) {
            visited.add(label);
        }
    }

    @Test
    void shouldMakeLeavesOfOddLabels() {
        for (int size = 1; size <= 1024; size++) {
            final InOrderTree tree = new InOrderTree(size);
            for (int label = 1; label < size; label++) {
                assertThat(tree.children(label).length == 0).isEqualTo(label % 2 == 1);
            }
        }
    }

    @Test
    void shouldDrawThePictureOfItsPage() {
        final InOrderTree tree = new InOrderTree(14);
        assertThat(tree.children(0)).containsExactly(8);
        assertThat(tree.children(8)).containsExactly(4, 12);
        assertThat(tree.children(12)).containsExactly(10, 13);
        assertThat(tree.parent(13)).isEqualTo(12);
        assertThat(tree.parent(11)).isEqualTo(10);
    }
}
