// SPDX-License-Identifier: Apache-2.0
package org.jccl.verify;

import java.util.List;
import java.util.function.IntFunction;
import org.jccl.schedule.Collective;
import org.jccl.schedule.Schedule;
import org.jccl.schedule.Shape;

/**
 * Proves schedules correct by executing all ranks' steps over symbols.
 *
 * <p>It proves that every step touches only chunks that exist and may be touched; that on each link and direction the
 * k-th message sent is the k-th received, equally long; that nothing can block for ever, even if nothing is buffered and
 * every SEND lasts until its message has been taken; that OUTPUT ends as the collective promises, each rank's
 * contribution counted once, combined by the same {@link ExpressionTree} on every rank, and final exactly once; and that
 * a reduction is marked last exactly if it completes a chunk.
 *
 * <p>Each of these needs the one before, so later ones are looked at only if earlier ones hold. Stateless, any thread.
 */
public final class Verifier {
    private Verifier() {}

    /**
     * Verifies the schedules of all ranks together.
     *
     * @param schedules from rank to what it does
     * @throws IllegalArgumentException for SEND and RECEIVE, which are no operation of all ranks
     */
    public static Verification verify(final Shape shape, final IntFunction<? extends Schedule> schedules) {
        if (shape.collective() == Collective.SEND || shape.collective() == Collective.RECEIVE) {
            throw new IllegalArgumentException(shape.collective() + " is no operation of all ranks");
        }
        final Violations violations = new Violations();
        final AllSteps all = AllSteps.read(shape, schedules, violations);
        if (violations.none()) {
            final List<List<Message>> links = MessageMatching.match(all, violations);
            if (violations.none()) {
                return verify(all, GraphBuilder.build(all, links), violations);
            }
        }
        return new Verification(violations.sentences(), false, null);
    }

    private static Verification verify(final AllSteps all, final DependencyGraph graph, final Violations violations) {
        final int[] order = graph.order();
        if (order.length < 2 * all.actions().size()) {
            violations.add(graph.cycle(order));
            return new Verification(violations.sentences(), false, null);
        }
        if (all.shape().collective() == Collective.BARRIER) {
            new BarrierCondition(all).check(order, graph, violations);
            return new Verification(violations.sentences(), violations.none(), outputs(all, null));
        }
        final SymbolicExecution execution = new SymbolicExecution(all, violations);
        execution.run(order, graph);
        boolean rankOrdered = false;
        if (violations.none()) {
            rankOrdered = new Postcondition(all, execution, violations).check();
        }
        return new Verification(violations.sentences(), violations.none() && rankOrdered, outputs(all, execution));
    }

    private static ExpressionTree[][] outputs(final AllSteps all, final SymbolicExecution execution) {
        final ExpressionTree[][] outputs = new ExpressionTree[all.shape().size()][all.chunks()];
        for (int rank = 0; rank < outputs.length; rank++) {
            for (int chunk = 0; chunk < all.chunks(); chunk++) {
                outputs[rank][chunk] = all.map(rank).hasOutput(chunk) ? execution.output(rank, chunk) : null;
            }
        }
        return outputs;
    }
}
