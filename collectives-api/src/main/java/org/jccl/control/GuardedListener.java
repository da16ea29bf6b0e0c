// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what a listener throws away from the connection whose message it was told of. */
record GuardedListener(ControlListener to) implements ControlListener {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedListener.class);

    @Override
    public void peerFailed(final int rank, final String how) {
        guard(() -> to.peerFailed(rank, how));
    }

    @Override
    public void aborted(final int byRank, final byte kind, final String reason) {
        guard(() -> to.aborted(byRank, kind, reason));
    }

    @Override
    public void message(final int fromRank, final ByteBuffer content) {
        guard(() -> to.message(fromRank, content));
    }

    @Override
    public void left(final int rank) {
        guard(() -> to.left(rank));
    }

    @Override
    public void tick() {
        guard(to::tick);
    }

    private static void guard(final Runnable call) {
        try {
            call.run();
        } catch (final RuntimeException thrown) {
            LOG.error(
                    "{}: a control listener failed; the control plane goes on",
                    Thread.currentThread().getName(),
                    thrown);
        }
    }
}
