// SPDX-License-Identifier: Apache-2.0
package org.jccl.error;

/**
 * A deadline passed; the message says who did not come, what it does instead, and who waits. Thrown by a call, the communicator
 * is aborted: {@link org.jccl.Communicator#shrink} it or build another. Thrown while building or by {@link
 * org.jccl.Communicator#grow}, nothing was built.
 */
public final class CollectiveTimeoutException extends CollectiveException {
    private static final long serialVersionUID = 1L;

    /** With the message alone. */
    public CollectiveTimeoutException(final String message) {
        super(message);
    }

    /** With what led to it. */
    public CollectiveTimeoutException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
