// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.util.List;
import org.jccl.Recovery;
import org.jccl.bootstrap.Rendezvous;
import org.jccl.error.TransportException;

/**
 * A new communicator of the ranks that are left. They agree on who they are, connect, and agree on whether all of them are
 * connected; if one has failed meanwhile, they begin again without it. As in ULFM (Bland et al., 2013), but the decision
 * covers the new communicator as well: either all that are left have it, or none.
 */
final class Shrink {
    private final CommunicatorOptions options;
    private final ControlPlane control;
    private final Survivors survivors;
    private final int rank;
    private final int size;
    private final AllOrNone attempts;

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
        this.attempts = new AllOrNone(survivors, firstRound);
    }

    /** Meets the others; {@code completed} collectives have ended well here. */
    DefaultCommunicator communicator(final long completed) {
        // each attempt that fails has lost a rank
        for (int attempt = 0; attempt < size; attempt++) {
            final Agreement.Decision left = attempts.agree(completed);
            final int meeting = attempts.nextRound();
            final DefaultCommunicator connected = attempts.connect(left.members(), () -> connect(left, meeting));
            if (connected != null) {
                return connected;
            }
        }
        throw new TransportException(
                "the ranks that are left of '" + options.name() + "' cannot connect", attempts.latest());
    }

    private DefaultCommunicator connect(final Agreement.Decision left, final int meeting) {
        final List<Integer> members = left.members().stream().boxed().toList();
        final Rendezvous rendezvous = (mine, newRank, newSize, timeout) -> survivors.exchange(meeting, members, mine);
        final Recovery recovery = new Recovery(members, left.completedByAll(), left.completedBySome());
        return new Assembly(options.recovered(recovery), control.split())
                .build(members.indexOf(rank), members.size(), rendezvous);
    }
}
