// SPDX-License-Identifier: Apache-2.0
package org.jccl.verify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.jccl.schedule.Schedule;
import org.jccl.schedule.Shape;
import org.jccl.verify.DependencyGraph.Reason;

/**
 * When each message of the schedules can arrive at the earliest, in rounds: after all that it depends on, and on each
 * link one after another. For drawings and tables. Immutable, any thread.
 */
public final class MessageTimeline {
    /**
     * One message.
     *
     * @param round in which it travels, from 1
     * @param from who sends it
     * @param sendStep with which step
     * @param to who takes it
     * @param receiveStep with which step
     * @param contents what it carries, chunk by chunk; empty for a signal
     */
    public record Transfer(int round, int from, int sendStep, int to, int receiveStep, List<ExpressionTree> contents) {}

    private static final Set<Reason> EARLIEST =
            EnumSet.of(Reason.DURATION, Reason.DATA, Reason.AFTER, Reason.TRANSFER, Reason.LINK_ORDER);

    private final Joined joined;
    private final int[] depths;
    private final List<Transfer> transfers = new ArrayList<>();

    private MessageTimeline(final Joined joined) {
        this.joined = joined;
        depths = joined.graph().depths(joined.order(), EARLIEST);
        final Map<Message, List<ExpressionTree>> contents = contents();
        for (final List<Message> link : joined.links()) {
            for (final Message message : link) {
                final Action from = message.sender();
                final Action to = message.receiver();
                transfers.add(new Transfer(
                        depths[DependencyGraph.end(to)],
                        from.rank(),
                        from.index(),
                        to.rank(),
                        to.index(),
                        contents.get(message)));
            }
        }
        transfers.sort(Comparator.comparingInt(Transfer::round)
                .thenComparingInt(Transfer::from)
                .thenComparingInt(Transfer::to));
    }

    /**
     * Works out the timeline.
     *
     * @throws IllegalArgumentException if the schedules do not fit together; the message lists the violations
     */
    public static MessageTimeline of(final Shape shape, final IntFunction<? extends Schedule> schedules) {
        return new MessageTimeline(Joined.of(shape, schedules));
    }

    private Map<Message, List<ExpressionTree>> contents() {
        final Map<Action, List<Message>> incoming = new HashMap<>();
        for (final List<Message> link : joined.links()) {
            for (final Message message : link) {
                incoming.computeIfAbsent(message.receiver(), key -> new ArrayList<>())
                        .add(message);
            }
        }
        final Map<Message, List<ExpressionTree>> contents = new HashMap<>();
        final SymbolicExecution execution = new SymbolicExecution(joined.all(), new Violations());
        execution.run(joined.order(), joined.graph(), action -> {
            for (final Message message : incoming.getOrDefault(action, List.of())) {
                contents.put(message, execution.contents(message.sender()));
            }
        });
        return contents;
    }

    /** The last round in which anything travels. */
    public int rounds() {
        return transfers.isEmpty() ? 0 : transfers.get(transfers.size() - 1).round();
    }

    /** All messages by round, sender and receiver. */
    public List<Transfer> transfers() {
        return List.copyOf(transfers);
    }

    /** The round at the end of which that step can have ended at the earliest; 0 if it needs no message. */
    public int round(final int rank, final int step) {
        return depths[DependencyGraph.end(joined.all().actions(rank).get(step))];
    }
}
