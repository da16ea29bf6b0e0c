// SPDX-License-Identifier: Apache-2.0
package org.jccl.verify;

import java.util.List;
import java.util.function.IntFunction;
import org.jccl.schedule.Schedule;
import org.jccl.schedule.Shape;

/**
 * All ranks' steps with their messages matched and their order known: what there is to say about schedules that fit
 * together.
 */
record Joined(AllSteps all, List<List<Message>> links, DependencyGraph graph, int[] order) {
    /**
     * Joins.
     *
     * @throws IllegalArgumentException if the schedules do not fit together; the message lists the violations
     */
    static Joined of(final Shape shape, final IntFunction<? extends Schedule> schedules) {
        final Violations violations = new Violations();
        final AllSteps all = AllSteps.read(shape, schedules, violations);
        if (violations.none()) {
            final List<List<Message>> links = MessageMatching.match(all, violations);
            final DependencyGraph graph = GraphBuilder.build(all, links);
            final int[] order = graph.order();
            if (violations.none() && order.length == 2 * all.actions().size()) {
                return new Joined(all, links, graph, order);
            }
        }
        throw new IllegalArgumentException("these schedules are broken: "
                + Verifier.verify(shape, schedules).violations());
    }
}
