// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.util.List;
import org.jccl.Recovery;
import org.jccl.bootstrap.Rendezvous;
import org.jccl.error.CollectiveException;
import org.jccl.error.TransportException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A new communicator of the ranks that are left. They agree on who they are, connect, and agree on whether all of them are
 * connected; if one has failed meanwhile, they begin again without it. As in ULFM (Bland et al., 2013), but the decision
 * covers the new communicator as well: either all that are left have it, or none.
 */
final class Shrink {
    private static final Logger LOG = LoggerFactory.getLogger(Shrink.class);

    private final CommunicatorOptions options;
    private final ControlPlane control;
    private final Survivors survivors;
    private final int rank;
    private final int size;
    private int round;

    Shrink(
            final CommunicatorOptions options,
            final ControlPlane control,
            final Survivors survivors,
            final int rank,
            final int size,
            final int firstRound) {
        this.options = options;
        this.control = control;
        this.survivors = survivors;
        this.rank = rank;
        this.size = size;
        this.round = firstRound;
    }

    /** Meets the others; {@code completed} collectives have ended well here. */
    DefaultCommunicator communicator(final long completed) {
        CollectiveException latest = null;
        // each attempt that fails has lost a rank
        for (int attempt = 0; attempt < size; attempt++) {
            final Agreement.Decision left = survivors.agree(round++, completed);
            DefaultCommunicator connected = null;
            try {
                connected = connect(left);
            } catch (final CollectiveException failed) {
                LOG.debug("rank {}: those that are left cannot connect, and meet again", rank, failed);
                latest = failed;
            }
            final Agreement.Decision outcome = survivors.agree(round++, connected == null ? 0 : 1);
            if (outcome.completedByAll() == 1 && outcome.members().equals(left.members())) {
                awaitThatAllKnow();
                return connected;
            }
            if (connected != null) {
                connected.close();
            }
        }
        throw new TransportException("the ranks that are left of '" + options.name() + "' cannot connect", latest);
    }

    /**
     * Whoever leaves now is gone for those that have not heard the outcome, and they would come to another. Nobody takes part
     * in a further round before it has heard; what that round decides is of no importance.
     */
    private void awaitThatAllKnow() {
        try {
            survivors.agree(round++, 0);
        } catch (final CollectiveException ofNoImportance) {
            LOG.debug("rank {}: not all may know that they are connected", rank, ofNoImportance);
        }
    }

    private DefaultCommunicator connect(final Agreement.Decision left) {
        final List<Integer> members = left.members().stream().boxed().toList();
        final int meeting = round;
        final Rendezvous rendezvous = (mine, newRank, newSize, timeout) -> survivors.exchange(meeting, members, mine);
        final Recovery recovery = new Recovery(members, left.completedByAll(), left.completedBySome());
        return new Assembly(options.recovered(recovery), control.split())
                .build(members.indexOf(rank), members.size(), rendezvous);
    }
}
