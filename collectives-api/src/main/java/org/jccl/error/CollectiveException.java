// SPDX-License-Identifier: Apache-2.0
package org.jccl.error;

/**
 * What every failure of this library is. Unchecked; the message says what happened, to which operation, and what to do. After
 * any but {@link InvalidUsageException} the communicator is aborted on every rank.
 */
public class CollectiveException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With the message alone. */
    public CollectiveException(final String message) {
        super(message);
    }

    /** With what led to it. */
    public CollectiveException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
