// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jccl.error.CollectiveException;
import org.jccl.error.CollectiveTimeoutException;
import org.jccl.error.CommunicatorAbortedException;
import org.jccl.error.MismatchException;
import org.jccl.error.PeerFailedException;
import org.jccl.error.TransportException;

/**
 * Why a communicator is aborted. Every thread that must be told gets an exception of its own, with its own stack.
 *
 * @param kind which exception
 * @param rank the rank that failed, if one did, else -1
 * @param message what happened
 * @param cause what led to it, or null
 */
record Failure(Kind kind, int rank, String message, Throwable cause) {
    private static final Pattern TOLD = Pattern.compile("(-1|\\d{1,9})\n(.*)", Pattern.DOTALL);

    /** What happened, as it travels to the other ranks. */
    enum Kind {
        PEER_FAILED,
        TIMEOUT,
        MISMATCH,
        ABORTED,
        CORRUPT
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

    /** What another rank's {@link #code} and {@link #toText} say; an abort in any case, whatever they are. */
    static Failure ofText(final int byRank, final byte code, final String text) {
        final Matcher told = TOLD.matcher(text);
        if (code < 1 || code > Kind.values().length || !told.matches()) {
            return of(Kind.ABORTED, "rank " + byRank + " aborted: " + text);
        }
        return new Failure(Kind.values()[code - 1], Integer.parseInt(told.group(1)), told.group(2), null);
    }

    CollectiveException toException() {
        return switch (kind) {
            case PEER_FAILED -> withCause(new PeerFailedException(rank, message));
            case TIMEOUT -> withCause(new CollectiveTimeoutException(message));
            case MISMATCH -> withCause(new MismatchException(message));
            case ABORTED -> withCause(new CommunicatorAbortedException(message));
            case CORRUPT -> withCause(new TransportException(message));
        };
    }

    private CollectiveException withCause(final CollectiveException exception) {
        if (cause != null) {
            exception.initCause(cause);
        }
        return exception;
    }
}
