// SPDX-License-Identifier: Apache-2.0
package org.jccl.verify;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes expression trees so that equal structure is the same object; a tree of 64 ranks then costs one look-up. */
final class ExpressionForest {
    /** Operands by identity: they come from this forest, and trees do not override {@code equals}. */
    private record Key(List<ExpressionTree> operands, boolean finished) {}

    private record LeafKey(int rank, int chunk) {}

    private final Map<LeafKey, ExpressionTree> leaves = new HashMap<>();
    private final Map<Key, ExpressionTree> trees = new HashMap<>();

    ExpressionTree leaf(final int rank, final int chunk) {
        return leaves.computeIfAbsent(new LeafKey(rank, chunk), key -> new ExpressionTree(rank, chunk));
    }

    /** One operand alone is itself: combining it with nothing changes nothing. */
    ExpressionTree combine(final ExpressionTree... operands) {
        return operands.length == 1 ? operands[0] : intern(operands, false);
    }

    ExpressionTree finish(final ExpressionTree whole) {
        return intern(new ExpressionTree[] {whole}, true);
    }

    private ExpressionTree intern(final ExpressionTree[] operands, final boolean finished) {
        return trees.computeIfAbsent(
                new Key(List.of(operands), finished), key -> new ExpressionTree(operands, finished));
    }
}
