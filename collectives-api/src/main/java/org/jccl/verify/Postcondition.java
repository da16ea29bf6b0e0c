// SPDX-License-Identifier: Apache-2.0
package org.jccl.verify;

import java.util.List;
import org.jccl.schedule.Shape;

/** What OUTPUT must hold in the end: what the collective promises, the same tree on every rank, written once. */
final class Postcondition {
    private final AllSteps all;
    private final Shape shape;
    private final SymbolicExecution execution;
    private final Violations violations;
    private boolean rankOrdered = true;

    Postcondition(final AllSteps all, final SymbolicExecution execution, final Violations violations) {
        this.all = all;
        this.execution = execution;
        this.violations = violations;
        shape = all.shape();
    }

    /** Checks every OUTPUT chunk; returns whether all trees have their leaves in rank order. */
    boolean check() {
        for (int chunk = 0; chunk < all.chunks(); chunk++) {
            ExpressionTree first = null;
            for (int rank = 0; rank < shape.size(); rank++) {
                if (all.map(rank).hasOutput(chunk)) {
                    final ExpressionTree value = execution.output(rank, chunk);
                    if (checkValue(rank, chunk, value)) {
                        checkSame(rank, chunk, value, first);
                        checkFinality(rank, chunk);
                        rankOrdered &= value.isRankOrdered();
                        first = first == null ? value : first;
                    }
                }
            }
        }
        return rankOrdered;
    }

    private boolean checkValue(final int rank, final int chunk, final ExpressionTree value) {
        if (value == null) {
            violations.add(place(rank, chunk) + " is never written");
            return false;
        }
        if (shape.collective().isReducing()) {
            return checkReduction(rank, chunk, value);
        }
        final ExpressionTree wanted = wanted(rank, chunk);
        if (value != wanted) {
            violations.add(place(rank, chunk) + " ends as " + value + ", not " + wanted);
        }
        return value == wanted;
    }

    private boolean checkReduction(final int rank, final int chunk, final ExpressionTree value) {
        if (!value.isComplete(shape.size()) || value.chunk() != chunk) {
            violations.add(place(rank, chunk) + " ends as " + value + ", not as everyone's chunk " + chunk);
            return false;
        }
        if (shape.size() > 1 && !value.isFinished()) {
            violations.add(place(rank, chunk) + " ends as a reduction that no step marked last");
            return false;
        }
        return true;
    }

    /** Collectives that only move chunks. */
    private ExpressionTree wanted(final int rank, final int chunk) {
        return switch (shape.collective()) {
            case BROADCAST, SCATTER -> execution.forest().leaf(shape.root(), chunk);
            case ALL_GATHER, GATHER -> execution.forest().leaf(chunk, chunk);
            case ALL_TO_ALL -> execution.forest().leaf(chunk, rank);
            case ALL_REDUCE, REDUCE, REDUCE_SCATTER, BARRIER, SEND, RECEIVE ->
                throw new IllegalArgumentException(shape.collective() + " moves no chunk as it is");
        };
    }

    private void checkSame(final int rank, final int chunk, final ExpressionTree value, final ExpressionTree first) {
        if (shape.collective().isReducing() && first != null && value != first) {
            violations.add(place(rank, chunk) + " is " + value + ", but another rank has " + first
                    + ": floating sums would differ in their last bits");
        }
    }

    private void checkFinality(final int rank, final int chunk) {
        final List<SymbolicExecution.Write> writes = execution.writes(rank, chunk);
        final ExpressionTree end = writes.get(writes.size() - 1).value();
        for (int i = 0; i < writes.size() - 1; i++) {
            if (writes.get(i).value() == end) {
                violations.add(
                        writes.get(i + 1).action(), "writes OUTPUT chunk " + chunk + " again, after it was final");
                return;
            }
        }
    }

    private static String place(final int rank, final int chunk) {
        return "rank " + rank + ": OUTPUT chunk " + chunk;
    }
}
