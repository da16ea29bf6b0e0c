// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import java.nio.ByteBuffer;

/**
 * What a communicator hears from the control plane. Every method is called on the endpoint's control thread and must not
 * block; calls may come before {@link Endpoint#join} has returned.
 */
public interface ControlListener {
    /**
     * A rank died or was given up; called at most once for each.
     *
     * @param rank who; this very rank if its peers have given it up (its process was suspended, say)
     * @param how the end of a sentence: "its connection closed: the process has ended"
     */
    void peerFailed(int rank, String how);

    /**
     * Another rank aborted the communicator; called at most once, for the first abort that arrives, and not on a rank
     * that aborted first.
     *
     * @param byRank who aborted
     * @param kind what that rank gave to {@link ControlGroup#abort}, or {@link ControlGroup#CANNOT_JOIN}
     * @param reason why
     */
    void aborted(int byRank, byte kind, String reason);

    /**
     * Another rank sent a message.
     *
     * @param content valid during the call only
     */
    void message(int fromRank, ByteBuffer content);

    /** A rank closed its communicator, as ranks do at the end; called at most once for each. */
    void left(int rank);

    /** Some time has passed, a tenth of a second or less, while the communicator is connected. */
    default void tick() {}
}
