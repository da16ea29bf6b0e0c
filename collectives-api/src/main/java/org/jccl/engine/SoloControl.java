// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.nio.ByteBuffer;
import org.jccl.bootstrap.Door;
import org.jccl.control.ControlListener;
import org.jccl.control.Subject;
import org.jccl.spi.Connections;

/** The control plane of a communicator of one rank: there is nobody to hear from or to tell. */
final class SoloControl implements ControlPlane {
    /** There is no thread that looks at the clock now and then, and a call that nobody else takes part in is short. */
    private static final int LOOKS = 64;

    private int asked;
    private long nowNs;

    @Override
    public Connections connections() {
        return null;
    }

    @Override
    public String address() {
        return "";
    }

    @Override
    public void join(
            final Membership membership,
            final ControlListener news,
            final Subject subject,
            final CommunicatorOptions options) {}

    @Override
    public Door door(final Membership membership, final String name) {
        return null;
    }

    @Override
    public void giveUp(final int rank) {}

    @Override
    public void send(final int rank, final ByteBuffer content) {}

    @Override
    public long coarseNs() {
        if (asked++ % LOOKS == 0) {
            nowNs = System.nanoTime();
        }
        return nowNs;
    }

    @Override
    public void abort(final Failure why) {}

    @Override
    public void leave() {}

    @Override
    public ControlPlane split() {
        return this;
    }

    @Override
    public void close() {}
}
