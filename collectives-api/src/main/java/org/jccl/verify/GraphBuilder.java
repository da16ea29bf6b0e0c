// SPDX-License-Identifier: Apache-2.0
package org.jccl.verify;

import java.util.ArrayList;
import java.util.List;
import org.jccl.verify.DependencyGraph.Reason;

/** Draws the edges: from data and memory within each rank, from messages between ranks. */
final class GraphBuilder {
    private final DependencyGraph graph;
    private final AllSteps all;

    private GraphBuilder(final AllSteps all) {
        this.all = all;
        graph = new DependencyGraph(all.actions());
    }

    static DependencyGraph build(final AllSteps all, final List<List<Message>> links) {
        final GraphBuilder builder = new GraphBuilder(all);
        for (int rank = 0; rank < all.shape().size(); rank++) {
            builder.connectRank(rank);
        }
        links.forEach(builder::connectLink);
        return builder.graph;
    }

    private void connectRank(final int rank) {
        final List<Action> actions = all.actions(rank);
        final CellHistory[] cells = new CellHistory[all.map(rank).cells()];
        for (int cell = 0; cell < cells.length; cell++) {
            cells[cell] = new CellHistory();
        }
        for (final Action action : actions) {
            if (action.after() >= 0) {
                waits(action, actions.get(action.after()), Reason.AFTER);
            }
            read(action, action.source(), cells);
            for (int i = 0; i < action.operandCount(); i++) {
                read(action, action.operand(i), cells);
            }
            write(action, cells);
        }
    }

    private void read(final Action action, final int[] range, final CellHistory[] cells) {
        for (final int cell : range) {
            final CellHistory history = cells[cell];
            if (history.writer != null) {
                waits(action, history.writer, Reason.DATA);
            }
            history.readers.add(action);
        }
    }

    private void write(final Action action, final CellHistory[] cells) {
        for (final int cell : action.destination()) {
            final CellHistory history = cells[cell];
            if (history.writer != null) {
                waits(action, history.writer, Reason.OVERWRITE);
            }
            for (final Action reader : history.readers) {
                // a reduction that accumulates into one of its own operands does not wait for itself
                if (reader != action) {
                    waits(action, reader, Reason.REUSE);
                }
            }
            history.readers.clear();
            history.writer = action;
        }
    }

    private void waits(final Action later, final Action earlier, final Reason reason) {
        graph.add(DependencyGraph.end(earlier), DependencyGraph.start(later), reason);
    }

    /**
     * By reference and without a buffer a message passes while both steps run: the receiver cannot end before the
     * sender began, nor the sender before the receiver ended, nor the next message on the link overtake.
     */
    private void connectLink(final List<Message> link) {
        Message before = null;
        for (final Message message : link) {
            final int taken = DependencyGraph.end(message.receiver());
            graph.add(DependencyGraph.start(message.sender()), taken, Reason.TRANSFER);
            graph.add(taken, DependencyGraph.end(message.sender()), Reason.RENDEZVOUS);
            if (before != null) {
                graph.add(DependencyGraph.end(before.receiver()), taken, Reason.LINK_ORDER);
            }
            before = message;
        }
    }

    /** Who wrote a cell last, and who has read it since. */
    private static final class CellHistory {
        private final List<Action> readers = new ArrayList<>(2);
        private Action writer;
    }
}
