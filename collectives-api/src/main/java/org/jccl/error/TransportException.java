// SPDX-License-Identifier: Apache-2.0
package org.jccl.error;

/**
 * A transport cannot do what was asked of it: an address that does not answer, a resource that is missing, bytes that arrive other
 * than they were sent.
 */
public final class TransportException extends CollectiveException {
    private static final long serialVersionUID = 1L;

    /** With the message alone. */
    public TransportException(final String message) {
        super(message);
    }

    /** With what led to it. */
    public TransportException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
