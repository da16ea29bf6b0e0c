// SPDX-License-Identifier: Apache-2.0
package org.jccl.verify;

import java.util.BitSet;

/** Nobody may leave a barrier before everybody entered: each rank's end must follow from everyone's beginning. */
final class BarrierCondition {
    private final AllSteps all;
    private final BitSet[] entered;

    BarrierCondition(final AllSteps all) {
        this.all = all;
        entered = new BitSet[2 * all.actions().size()];
    }

    /**
     * Follows signals and {@code after} edges only: that a sender is held up by its receiver is no promise where
     * headers are buffered.
     */
    void check(final int[] order, final DependencyGraph graph, final Violations violations) {
        for (final int node : order) {
            final Action action = graph.action(node);
            entered[node] = new BitSet();
            if (DependencyGraph.isEnd(node)) {
                entered[node].or(entered[DependencyGraph.start(action)]);
                addSenders(action, entered[node]);
            } else {
                entered[node].set(action.rank());
                if (action.after() >= 0) {
                    final Action before = all.actions(action.rank()).get(action.after());
                    entered[node].or(entered[DependencyGraph.end(before)]);
                }
            }
        }
        for (int rank = 0; rank < all.shape().size(); rank++) {
            checkRank(rank, violations);
        }
    }

    private void addSenders(final Action action, final BitSet known) {
        for (int i = 0; i < action.operandCount(); i++) {
            if (action.sender(i) != null) {
                known.or(entered[DependencyGraph.start(action.sender(i))]);
            }
        }
    }

    private void checkRank(final int rank, final Violations violations) {
        final BitSet known = new BitSet();
        known.set(rank);
        for (final Action action : all.actions(rank)) {
            known.or(entered[DependencyGraph.end(action)]);
        }
        final int unknown = known.nextClearBit(0);
        if (unknown < all.shape().size()) {
            violations.add("rank " + rank + " may leave before rank " + unknown + " has entered");
        }
    }
}
