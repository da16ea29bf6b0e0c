// SPDX-License-Identifier: Apache-2.0
package org.jccl.error;

/** A deadline passed. The communicator is aborted and must be built anew. */
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
