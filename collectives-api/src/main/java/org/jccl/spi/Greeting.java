// SPDX-License-Identifier: Apache-2.0
package org.jccl.spi;

/**
 * What the connecting side says first, after the listener's challenge: who it is and what the connection is for.
 *
 * @param purpose what the connection will carry
 * @param communicator the number of the communicator it belongs to
 * @param rank the rank that connects, in that communicator
 * @param lane which lane a data connection carries, else 0
 * @param incarnation how many connections the lane has had before this one, modulo 2^16
 */
public record Greeting(Purpose purpose, long communicator, int rank, int lane, int incarnation) {
    /** For a first connection. */
    public Greeting(final Purpose purpose, final long communicator, final int rank, final int lane) {
        this(purpose, communicator, rank, lane, 0);
    }

    /** What a connection is for. */
    public enum Purpose {
        /** Rendezvous: the store on rank 0. */
        STORE,
        /** Heartbeats, aborts, deaths. */
        CONTROL,
        /** A lane's bytes. */
        DATA,
        /** A newcomer that wants to join a running communicator; its name's digest stands for the number. */
        JOIN,
        /** A question from outside about what a running job does. */
        STATUS
    }
}
