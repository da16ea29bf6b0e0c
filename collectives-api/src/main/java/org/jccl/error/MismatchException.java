// SPDX-License-Identifier: Apache-2.0
package org.jccl.error;

/**
 * Ranks made different calls at the same place of their order: another collective, length, type, operator or root. The message has
 * both calls and where they were made. The communicator is aborted.
 */
public final class MismatchException extends CollectiveException {
    private static final long serialVersionUID = 1L;

    /** With the message alone. */
    public MismatchException(final String message) {
        super(message);
    }

    /** With what led to it. */
    public MismatchException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
