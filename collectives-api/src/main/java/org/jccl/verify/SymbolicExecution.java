// SPDX-License-Identifier: Apache-2.0
package org.jccl.verify;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import org.jccl.schedule.Space;
import org.jccl.schedule.Step;

/**
 * Runs all ranks' steps over expression trees instead of numbers, in an order that the dependencies allow. Because the
 * graph makes writers wait for earlier readers, a message's value is what its source holds when it is taken.
 */
final class SymbolicExecution {
    private final AllSteps all;
    private final Violations violations;
    private final ExpressionForest forest = new ExpressionForest();
    private final ExpressionTree[][] values;
    private final List<List<Write>> writes = new ArrayList<>();

    /** What an action left in an OUTPUT chunk; the action is null for what was there from the beginning. */
    record Write(Action action, ExpressionTree value) {}

    SymbolicExecution(final AllSteps all, final Violations violations) {
        this.all = all;
        this.violations = violations;
        final int size = all.shape().size();
        values = new ExpressionTree[size][];
        for (int rank = 0; rank < size; rank++) {
            values[rank] = inputs(rank);
        }
    }

    private ExpressionTree[] inputs(final int rank) {
        final ChunkMap map = all.map(rank);
        final ExpressionTree[] cells = new ExpressionTree[map.cells()];
        for (int chunk = 0; chunk < all.chunks(); chunk++) {
            if (map.hasInput(chunk)) {
                cells[map.cell(Space.INPUT, chunk)] = forest.leaf(rank, chunk);
            }
        }
        for (int chunk = 0; chunk < all.chunks(); chunk++) {
            final List<Write> history = new ArrayList<>(2);
            history.add(new Write(null, cells[map.cell(Space.OUTPUT, chunk)]));
            writes.add(history);
        }
        return cells;
    }

    void run(final int[] order, final DependencyGraph graph) {
        run(order, graph, action -> {});
    }

    /** Tells, just before an action ends, that it is about to. */
    void run(final int[] order, final DependencyGraph graph, final Consumer<Action> observer) {
        for (final int node : order) {
            final Action action = graph.action(node);
            if (DependencyGraph.isEnd(node)) {
                observer.accept(action);
                write(action);
            } else {
                checkReads(action);
            }
        }
    }

    ExpressionForest forest() {
        return forest;
    }

    /** What an action's source holds; meaningful when a message of it is taken. */
    List<ExpressionTree> contents(final Action sender) {
        final List<ExpressionTree> contents = new ArrayList<>(sender.source().length);
        for (final int cell : sender.source()) {
            contents.add(values[sender.rank()][cell]);
        }
        return contents;
    }

    /** What an OUTPUT chunk held from the beginning, then what each step left there. */
    List<Write> writes(final int rank, final int chunk) {
        return writes.get(rank * all.chunks() + chunk);
    }

    /** What an OUTPUT chunk holds in the end; null if nobody wrote it. */
    ExpressionTree output(final int rank, final int chunk) {
        return values[rank][all.map(rank).cell(Space.OUTPUT, chunk)];
    }

    private void checkReads(final Action action) {
        boolean written = holds(action, action.source());
        for (int i = 0; i < action.operandCount(); i++) {
            written &= holds(action, action.operand(i));
        }
        if (!written) {
            violations.add(action, "reads what nobody has written");
        }
    }

    private boolean holds(final Action action, final int[] cells) {
        for (final int cell : cells) {
            if (values[action.rank()][cell] == null) {
                return false;
            }
        }
        return true;
    }

    private void write(final Action action) {
        final int[] cells = action.destination();
        final ExpressionTree[] results = new ExpressionTree[cells.length];
        boolean sound = true;
        for (int k = 0; k < cells.length; k++) {
            final ExpressionTree[] operands = operands(action, k);
            if (operands != null) {
                sound = sound && mayCombine(action, operands);
                results[k] = result(action, operands);
                sound = sound && action.kind() == Step.Kind.REDUCE ? checkLast(action, results[k]) : sound;
            }
        }
        for (int k = 0; k < cells.length; k++) {
            store(action, cells[k], results[k]);
        }
    }

    private ExpressionTree[] operands(final Action action, final int k) {
        final ExpressionTree[] operands = new ExpressionTree[action.operandCount()];
        for (int i = 0; i < operands.length; i++) {
            final Action sender = action.sender(i);
            operands[i] = sender == null
                    ? values[action.rank()][action.operand(i)[k]]
                    : values[sender.rank()][sender.source()[k]];
            if (operands[i] == null) {
                return null;
            }
        }
        return operands;
    }

    private ExpressionTree result(final Action action, final ExpressionTree[] operands) {
        final ExpressionTree whole = forest.combine(operands);
        return action.isLast() ? forest.finish(whole) : whole;
    }

    private boolean mayCombine(final Action action, final ExpressionTree[] operands) {
        final BitSet seen = new BitSet();
        for (final ExpressionTree operand : operands) {
            if (operand.isFinished() && (operands.length > 1 || action.isLast())) {
                violations.add(action, "combines " + operand + ", which is complete already");
                return false;
            }
            if (!operand.isOfOneChunk() || operand.chunk() != operands[0].chunk()) {
                violations.add(action, "combines " + operand + " with " + operands[0] + ", another chunk");
                return false;
            }
            if (seen.intersects(operand.ranks())) {
                seen.and(operand.ranks());
                violations.add(
                        action,
                        "counts rank " + seen.nextSetBit(0) + "'s contribution twice: " + forest.combine(operands));
                return false;
            }
            seen.or(operand.ranks());
        }
        return true;
    }

    /** Alone a rank combines nothing, so there is no last reduction. */
    private boolean checkLast(final Action action, final ExpressionTree result) {
        final int size = all.shape().size();
        final boolean complete = result.isComplete(size);
        if (size > 1 && complete != action.isLast()) {
            violations.add(
                    action,
                    complete
                            ? "yields every rank's contribution but is not marked last"
                            : "is marked last but yields only " + result);
            return false;
        }
        return true;
    }

    private void store(final Action action, final int cell, final ExpressionTree value) {
        final int rank = action.rank();
        values[rank][cell] = value;
        final int chunk = cell - all.map(rank).cell(Space.OUTPUT, 0);
        if (chunk >= 0 && chunk < all.chunks()) {
            writes(rank, chunk).add(new Write(action, value));
        }
    }
}
