// SPDX-License-Identifier: Apache-2.0
package org.jccl.verify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ExpressionTreeTest {
    private final ExpressionForest forest = new ExpressionForest();

    @Test
    void shouldBeTheSameObjectIfTheStructureIsTheSame() {
        assertThat(pair(0, 1)).isSameAs(pair(0, 1)).isNotSameAs(pair(1, 0));
        assertThat(forest.finish(pair(0, 1))).isSameAs(forest.finish(pair(0, 1)));
    }

    @Test
    void shouldFoldOperandsFromLeftToRightAndFinishOnce() {
        final ExpressionTree tree = forest.finish(forest.combine(pair(0, 1), forest.leaf(2, 5)));
        final String text = tree.fold(
                (rank, chunk) -> rank + "/" + chunk,
                operands -> "<" + String.join(" ", operands) + ">",
                whole -> whole + "!");
        assertThat(text).isEqualTo("<<0/5 1/5> 2/5>!");
    }

    @Test
    void shouldSayBracketsAndChunk() {
        assertThat(forest.combine(pair(0, 1), pair(2, 3))).hasToString("((0+1)+(2+3))[5]");
        assertThat(forest.combine(forest.leaf(0, 1), forest.leaf(1, 2))).hasToString("(0[1]+1[2])");
    }

    @Test
    void shouldKnowRankOrderAndCompleteness() {
        assertThat(forest.combine(pair(0, 1), pair(2, 3)).isRankOrdered()).isTrue();
        assertThat(forest.combine(pair(2, 3), pair(0, 1)).isRankOrdered()).isFalse();
        assertThat(forest.combine(pair(0, 2), pair(1, 3)).isRankOrdered()).isFalse();
        assertThat(pair(0, 1).isComplete(2)).isTrue();
        assertThat(pair(0, 0).isComplete(2)).isFalse();
        assertThat(pair(0, 1).isComplete(3)).isFalse();
    }

    private ExpressionTree pair(final int left, final int right) {
        return forest.combine(forest.leaf(left, 5), forest.leaf(right, 5));
    }
}
