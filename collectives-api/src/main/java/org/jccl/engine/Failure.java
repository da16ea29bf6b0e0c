// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import org.jccl.error.CollectiveException;
import org.jccl.error.CollectiveTimeoutException;
import org.jccl.error.CommunicatorAbortedException;
import org.jccl.error.MismatchException;
import org.jccl.error.PeerFailedException;

/**
 * Why a communicator is aborted. Every thread that must be told gets an exception of its own, with its own stack.
 *
 * @param kind which exception
 * @param rank the rank that failed, if one did, else -1
 * @param message what happened
 * @param cause what led to it, or null
 */
record Failure(Kind kind, int rank, String message, Throwable cause) {
    /** What happened, as it travels to the other ranks. */
    enum Kind {
        PEER_FAILED,
        TIMEOUT,
        MISMATCH,
        ABORTED
    }

    static Failure of(final Kind kind, final String message) {
        return new Failure(kind, -1, message, null);
    }

    /** The kind, as it travels to the other ranks; never 0, which the control plane uses itself. */
    byte code() {
        return (byte) (1 + kind.ordinal());
    }

    /** Rank and message, as they travel. */
    String toText() {
        return rank + "\n" + message;
    }

    /** What another rank's {@link #code} and {@link #toText} say. */
    static Failure ofText(final byte code, final String text) {
        final int end = text.indexOf('\n');
        if (code < 1 || code > Kind.values().length || end < 0) {
            return of(Kind.ABORTED, text);
        }
        final int failed = Integer.parseInt(text.substring(0, end));
        return new Failure(Kind.values()[code - 1], failed, text.substring(end + 1), null);
    }

    CollectiveException toException() {
        return switch (kind) {
            case PEER_FAILED -> withCause(new PeerFailedException(rank, message));
            case TIMEOUT -> withCause(new CollectiveTimeoutException(message));
            case MISMATCH -> withCause(new MismatchException(message));
            case ABORTED -> withCause(new CommunicatorAbortedException(message));
        };
    }

    private CollectiveException withCause(final CollectiveException exception) {
        if (cause != null) {
            exception.initCause(cause);
        }
        return exception;
    }
}
