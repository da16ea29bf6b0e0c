// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.nio.ByteBuffer;
import org.jccl.control.ControlListener;

/** What the others do becomes the domain's failure, and what they say goes to whom it concerns. On the control thread. */
record News(
        Membership membership,
        ProgressDomain domain,
        Inquiries inquiries,
        Survivors survivors,
        Surveys surveys,
        LinkMeter meter)
        implements ControlListener {
    @Override
    public void peerFailed(final int rank, final String how) {
        domain.failQuietly(
                new Failure(Failure.Kind.PEER_FAILED, rank, membership.name(rank) + " failed: " + how, null));
        survivors.gone(rank);
        surveys.gone(rank);
    }

    @Override
    public void aborted(final int byRank, final byte kind, final String reason) {
        domain.failQuietly(Failure.ofText(byRank, kind, reason));
    }

    @Override
    public void message(final int fromRank, final ByteBuffer content) {
        if (Survivors.isFor(content)) {
            survivors.message(fromRank, content);
        } else if (Surveys.isFor(content)) {
            surveys.message(fromRank, content);
        } else {
            inquiries.message(fromRank, content);
        }
    }

    /** Only a rank that still waits for it is concerned. */
    @Override
    public void left(final int rank) {
        domain.troubles().left(rank);
        survivors.gone(rank);
        surveys.gone(rank);
    }

    @Override
    public void tick() {
        meter.tick();
    }
}
