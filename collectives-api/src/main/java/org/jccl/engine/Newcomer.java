// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jccl.Recovery;
import org.jccl.bootstrap.DoorVisit;
import org.jccl.bootstrap.Members;
import org.jccl.bootstrap.Ticket;
import org.jccl.error.CollectiveException;
import org.jccl.error.InvalidUsageException;
import org.jccl.spi.Connections;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A process that joins a running job, when its ranks let it in. Used once. */
final class Newcomer {
    private static final Logger LOG = LoggerFactory.getLogger(Newcomer.class);

    private final CommunicatorOptions options;
    private final Connections own;
    private final ControlPlane control;

    Newcomer(final CommunicatorOptions options, final Connections own, final ControlPlane control) {
        this.options = options;
        this.own = own;
        this.control = control;
    }

    /** What all know of a communicator that has grown: newcomers were nobody before. */
    static Recovery recovery(final Ticket first) {
        final List<Integer> formerRanks = new ArrayList<>();
        for (int rank = 0; rank < first.formerSize(); rank++) {
            formerRanks.add(rank);
        }
        formerRanks.addAll(Collections.nCopies(first.size() - first.formerSize(), Recovery.NEWCOMER));
        return new Recovery(formerRanks, first.completed(), first.completed());
    }

    /** Knocks until it is in; if it or another is lost while they meet, all begin again. */
    DefaultCommunicator communicator(final Members members, final Duration search, final Duration patience) {
        final long deadlineNs = System.nanoTime() + patience.toNanos();
        while (true) {
            try (DoorVisit visit = members.knock(options.name(), own, search, deadlineNs)) {
                final DefaultCommunicator joined = enter(visit);
                if (joined != null) {
                    return joined;
                }
            }
        }
    }

    private DefaultCommunicator enter(final DoorVisit visit) {
        final Ticket ticket = visit.ticket();
        DefaultCommunicator connected = null;
        try {
            connected = new Assembly(options.recovered(recovery(ticket)), control.split())
                    .build(ticket.rank(), ticket.size(), visit);
            visit.awaitTakenIn();
            return connected;
        } catch (final InvalidUsageException mistake) {
            throw mistake;
        } catch (final CollectiveException lost) {
            LOG.info("a newcomer to '{}' knocks again: {}", options.name(), lost.getMessage());
            if (connected != null) {
                connected.close();
            }
            return null;
        }
    }
}
