// SPDX-License-Identifier: Apache-2.0
package org.jccl.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jccl.schedule.Step;

/** Pairs, on every link and direction, the k-th message sent with the k-th received. */
final class MessageMatching {
    private final AllSteps all;
    private final Violations violations;
    private final int size;
    private final List<List<Action>> sent = new ArrayList<>();
    private final List<List<Action>> received = new ArrayList<>();
    private final List<List<Integer>> operands = new ArrayList<>();

    private MessageMatching(final AllSteps all, final Violations violations) {
        this.all = all;
        this.violations = violations;
        size = all.shape().size();
        for (int link = 0; link < size * size; link++) {
            sent.add(null);
            received.add(null);
            operands.add(null);
        }
    }

    /** The matched messages of each link in their order; ends that do not fit are reported. */
    static List<List<Message>> match(final AllSteps all, final Violations violations) {
        final MessageMatching matching = new MessageMatching(all, violations);
        for (final Action action : all.actions()) {
            matching.enter(action);
        }
        final List<List<Message>> links = new ArrayList<>();
        for (int link = 0; link < matching.sent.size(); link++) {
            if (matching.sent.get(link) != null || matching.received.get(link) != null) {
                links.add(matching.matchLink(link));
            }
        }
        return links;
    }

    private void enter(final Action action) {
        for (final int peer : action.peers()) {
            listOf(sent, action.rank() * size + peer).add(action);
        }
        for (int i = 0; i < action.operandCount(); i++) {
            if (action.operandPeer(i) >= 0) {
                final int link = action.operandPeer(i) * size + action.rank();
                listOf(received, link).add(action);
                listOf(operands, link).add(i);
            }
        }
    }

    private static <T> List<T> listOf(final List<List<T>> lists, final int link) {
        if (lists.get(link) == null) {
            lists.set(link, new ArrayList<>());
        }
        return lists.get(link);
    }

    private List<Message> matchLink(final int link) {
        final List<Action> out = listOf(sent, link);
        final List<Action> in = listOf(received, link);
        final int both = Math.min(out.size(), in.size());
        final List<Message> messages = new ArrayList<>(both);
        for (int k = 0; k < both; k++) {
            final Message message =
                    new Message(out.get(k), in.get(k), operands.get(link).get(k));
            check(message, k);
            message.receiver().match(message.operand(), message.sender());
            messages.add(message);
        }
        if (out.size() > both) {
            violations.add(out.get(both), "sends to rank " + link % size + ", which never receives it");
        } else if (in.size() > both) {
            violations.add(in.get(both), "expects from rank " + link / size + " what that never sends");
        }
        return messages;
    }

    private void check(final Message message, final int k) {
        final Action from = message.sender();
        final Action to = message.receiver();
        final boolean headerOnly = from.kind() == Step.Kind.SIGNAL;
        if (headerOnly != (to.kind() == Step.Kind.AWAIT)) {
            violations.add(from, "is message " + k + " to rank " + to.rank() + ", which takes it as " + to);
        } else if (!Arrays.equals(from.sourceLengths(), to.destinationLengths())) {
            violations.add(
                    from,
                    "is message " + k + " to rank " + to.rank() + ", which takes it as " + to + ": the lengths differ");
        }
    }
}
