// SPDX-License-Identifier: Apache-2.0
package org.jccl.error;

/**
 * Another rank died or cannot be reached any more. The communicator is aborted: those that are left
 * {@link org.jccl.Communicator#shrink} it, or build another.
 */
public final class PeerFailedException extends CollectiveException {
    private static final long serialVersionUID = 1L;

    private final int rank;

    /** Names the rank that failed; the message says how that was seen. */
    public PeerFailedException(final int rank, final String message) {
        super(message);
        this.rank = rank;
    }

    /** The rank that failed, in the numbering of the communicator that threw this. */
    public int rank() {
        return rank;
    }
}
