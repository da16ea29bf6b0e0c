// SPDX-License-Identifier: Apache-2.0
package org.jccl.error;

/** The call was refused at the door: nothing was sent, nothing was written, and the communicator lives on. */
public final class InvalidUsageException extends CollectiveException {
    private static final long serialVersionUID = 1L;

    /** With the message alone. */
    public InvalidUsageException(final String message) {
        super(message);
    }

    /** With what led to it. */
    public InvalidUsageException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
