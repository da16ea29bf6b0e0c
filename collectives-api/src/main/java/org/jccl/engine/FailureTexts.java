// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.util.concurrent.TimeUnit;
import org.jccl.ReduceOp;

/** Turns what went wrong into sentences, and tells the other ranks. Any thread. */
final class FailureTexts {
    private final String communicator;
    private final int rank;
    private final Announcer announcer;

    /** How the other ranks hear of a failure. */
    interface Announcer {
        void abort(Failure why);
    }

    FailureTexts(final String communicator, final int rank, final Announcer announcer) {
        this.communicator = communicator;
        this.rank = rank;
        this.announcer = announcer;
    }

    String communicator() {
        return communicator;
    }

    void tellOthers(final Failure why) {
        announcer.abort(why);
    }

    /** A turn ended with a negative result. */
    Failure trouble(final int result, final Activation activation, final Links links) {
        final int peer = activation.troubledPeer();
        final Operation operation = activation.operation();
        if (result == Activation.MISMATCH) {
            return mismatch(peer, operation, activation.unexpectedHeader());
        }
        final String how = links.failure(peer);
        return new Failure(
                Failure.Kind.PEER_FAILED,
                peer,
                "rank " + peer + " " + how + " while " + named(operation) + " needed it",
                null);
    }

    private Failure mismatch(final int peer, final Operation operation, final long header) {
        final long theirs = FrameHeader.fingerprint(header);
        final String call = Fingerprint.describe(theirs) + " #" + FrameHeader.sequence(header);
        final String difference =
                theirs == operation.fingerprint() && FrameHeader.sequence(header) == operation.sequence()
                        ? " (a message of " + FrameHeader.length(header) + " bytes where another length was expected)"
                        : "";
        return Failure.of(
                Failure.Kind.MISMATCH,
                "ranks disagree on '" + communicator + "': rank " + rank + " calls " + operation.describe() + ", rank "
                        + peer
                        + " calls " + call + difference
                        + "; every rank must make the same calls in the same order with the same counts");
    }

    /** A deadline passed. */
    Failure timeout(final Operation operation, final Activation activation) {
        final String waits = activation == null || activation.operation() != operation
                ? "it has not begun, because operations before it have not ended"
                : "it waits for " + activation.waitingFor();
        return Failure.of(
                Failure.Kind.TIMEOUT,
                named(operation) + " timed out on rank " + rank + " after "
                        + TimeUnit.NANOSECONDS.toMillis(operation.timeoutNs()) + " ms: " + waits);
    }

    /** Code called from a turn threw: an operator of the user's, most likely. */
    Failure thrown(final Throwable thrown, final Operation operation) {
        final ReduceOp op = operation == null ? null : operation.call().op();
        final String culprit = op != null && op.operator() != null ? "operator '" + op + "'" : "the engine";
        return new Failure(
                Failure.Kind.ABORTED,
                -1,
                culprit + " of rank " + rank + " threw " + thrown
                        + (operation == null ? "" : " during " + named(operation)),
                thrown);
    }

    /** A thread was interrupted while it waited. */
    Failure interrupted(final Operation operation) {
        return Failure.of(
                Failure.Kind.ABORTED,
                "thread " + Thread.currentThread().getName() + " of rank " + rank
                        + " was interrupted while it waited for " + named(operation));
    }

    private String named(final Operation operation) {
        return operation.describe() + " on '" + communicator + "'";
    }
}
