// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.nio.ByteBuffer;
import org.jccl.bootstrap.Door;
import org.jccl.control.ControlListener;
import org.jccl.control.Subject;
import org.jccl.spi.Connections;

/** What the engine needs of the control plane: connections, news of the others, and a way to tell them. Any thread. */
interface ControlPlane extends AutoCloseable {
    /** The listening port. */
    Connections connections();

    /** Where it may be dialled, as text for the introduction. */
    String address();

    /** Connects to the other ranks' control planes; from then on somebody from outside may ask about the subject. */
    void join(Membership membership, ControlListener news, Subject subject, CommunicatorOptions options);

    /** Sends a message to one rank, which hears it at its {@link Inquiries}. */
    void send(int rank, ByteBuffer content);

    /** Where newcomers to that communicator wait; null if nothing listens. */
    Door door(Membership membership, String name);

    /** From now on that rank counts as dead, everywhere. */
    void giveUp(int rank);

    /** {@link System#nanoTime} as it was a tenth of a second ago at most, for nothing. */
    long coarseNs();

    /** Tells all ranks why this one aborted. */
    void abort(Failure why);

    /** This rank leaves in good order. */
    void leave();

    /** A control plane for a split of this communicator, over the same port. */
    ControlPlane split();

    @Override
    void close();
}
