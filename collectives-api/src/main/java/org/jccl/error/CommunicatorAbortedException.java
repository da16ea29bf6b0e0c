// SPDX-License-Identifier: Apache-2.0
package org.jccl.error;

/**
 * The communicator was aborted, here or on another rank: by {@link org.jccl.Communicator#abort}, by closing it while calls were
 * under way, or by an interrupt of a thread in a call. The message has the reason and the rank.
 */
public final class CommunicatorAbortedException extends CollectiveException {
    private static final long serialVersionUID = 1L;

    /** With the message alone. */
    public CommunicatorAbortedException(final String message) {
        super(message);
    }

    /** With what led to it. */
    public CommunicatorAbortedException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
