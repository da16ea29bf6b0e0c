// SPDX-License-Identifier: Apache-2.0
package org.jccl.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * What waits for what, over all ranks: each action has a start (node {@code 2 id}) and an end ({@code 2 id + 1}).
 */
final class DependencyGraph {
    /** Why one node waits for another; the text goes between the two. */
    enum Reason {
        DURATION("ends after it began, as does"),
        DATA("reads what is written by"),
        REUSE("overwrites what is still being read by"),
        OVERWRITE("overwrites what is still being written by"),
        AFTER("was told to wait for"),
        TRANSFER("needs what is sent by"),
        RENDEZVOUS("ends only when its message has been taken by"),
        LINK_ORDER("must let pass, on the same link, the message of");

        private final String text;

        Reason(final String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static final Reason[] REASONS = Reason.values();

    private final List<Action> actions;
    private int[] from = new int[1024];
    private int[] to = new int[1024];
    private byte[] reasons = new byte[1024];
    private int edges;
    private int[] firstOutgoing;
    private int[] outgoing;

    DependencyGraph(final List<Action> actions) {
        this.actions = actions;
        for (final Action action : actions) {
            add(start(action), end(action), Reason.DURATION);
        }
    }

    static int start(final Action action) {
        return 2 * action.id();
    }

    static int end(final Action action) {
        return 2 * action.id() + 1;
    }

    /** {@code later} waits for {@code earlier}. */
    void add(final int earlier, final int later, final Reason reason) {
        if (edges == from.length) {
            from = Arrays.copyOf(from, edges * 2);
            to = Arrays.copyOf(to, edges * 2);
            reasons = Arrays.copyOf(reasons, edges * 2);
        }
        from[edges] = earlier;
        to[edges] = later;
        reasons[edges++] = (byte) reason.ordinal();
    }

    private int nodes() {
        return 2 * actions.size();
    }

    Action action(final int node) {
        return actions.get(node / 2);
    }

    static boolean isEnd(final int node) {
        return (node & 1) == 1;
    }

    /** Nodes in an order that respects every edge; shorter than twice the actions if there is a cycle. */
    int[] order() {
        sortEdges();
        final int[] waiting = new int[nodes()];
        for (int edge = 0; edge < edges; edge++) {
            waiting[to[edge]]++;
        }
        final int[] order = new int[nodes()];
        int length = 0;
        for (int node = 0; node < nodes(); node++) {
            if (waiting[node] == 0) {
                order[length++] = node;
            }
        }
        for (int i = 0; i < length; i++) {
            for (int k = firstOutgoing[order[i]]; k < firstOutgoing[order[i] + 1]; k++) {
                if (--waiting[to[outgoing[k]]] == 0) {
                    order[length++] = to[outgoing[k]];
                }
            }
        }
        return Arrays.copyOf(order, length);
    }

    private void sortEdges() {
        firstOutgoing = new int[nodes() + 1];
        for (int edge = 0; edge < edges; edge++) {
            firstOutgoing[from[edge] + 1]++;
        }
        for (int node = 0; node < nodes(); node++) {
            firstOutgoing[node + 1] += firstOutgoing[node];
        }
        final int[] next = firstOutgoing.clone();
        outgoing = new int[edges];
        for (int edge = 0; edge < edges; edge++) {
            outgoing[next[from[edge]]++] = edge;
        }
    }

    /** One cycle as a sentence, among the nodes that {@code order} left out. */
    String cycle(final int[] order) {
        final boolean[] free = new boolean[nodes()];
        for (final int node : order) {
            free[node] = true;
        }
        final int[] blockedBy = new int[nodes()];
        Arrays.fill(blockedBy, -1);
        for (int edge = 0; edge < edges; edge++) {
            if (!free[from[edge]] && !free[to[edge]]) {
                blockedBy[to[edge]] = edge;
            }
        }
        return "no rank can go on if nothing is buffered: " + String.join("; ", clauses(free, blockedBy));
    }

    /** Every blocked node waits for a blocked one, so going back for as many steps as there are nodes ends on a cycle. */
    private List<String> clauses(final boolean[] free, final int[] blockedBy) {
        int node = 0;
        while (free[node]) {
            node++;
        }
        for (int i = 0; i < nodes(); i++) {
            node = from[blockedBy[node]];
        }
        final List<String> clauses = new ArrayList<>();
        final int begin = node;
        do {
            final int edge = blockedBy[node];
            final Reason reason = REASONS[reasons[edge]];
            if (reason != Reason.DURATION) {
                clauses.add(action(node) + " " + reason + " " + action(from[edge]));
            }
            node = from[edge];
        } while (node != begin);
        Collections.rotate(clauses, -clauses.indexOf(Collections.min(clauses)));
        return clauses;
    }

    /**
     * For each node, how many messages follow one another in the longest chain that leads to it through edges that
     * {@code counts} has.
     *
     * @param order of all nodes, from {@link #order}
     */
    int[] depths(final int[] order, final Set<Reason> counts) {
        final int[] depths = new int[nodes()];
        for (final int node : order) {
            for (int k = firstOutgoing[node]; k < firstOutgoing[node + 1]; k++) {
                final int edge = outgoing[k];
                final Reason reason = REASONS[reasons[edge]];
                if (counts.contains(reason)) {
                    final int depth = depths[node] + (isMessage(reason) ? 1 : 0);
                    depths[to[edge]] = Math.max(depths[to[edge]], depth);
                }
            }
        }
        return depths;
    }

    private static boolean isMessage(final Reason reason) {
        return reason == Reason.TRANSFER || reason == Reason.LINK_ORDER;
    }
}
