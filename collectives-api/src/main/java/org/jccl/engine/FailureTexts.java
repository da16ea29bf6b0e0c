// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;
import org.jccl.ReduceOp;
import org.jccl.observe.RankReport;
import org.jccl.observe.Standstill;
import org.jccl.spi.Durations;

/** Turns what went wrong into sentences, and tells the other ranks. Any thread. */
final class FailureTexts {
    private static final String ADVICE = "; every rank must make the same calls in the same order with the same counts";

    private final String communicator;
    private final int rank;
    private final int size;
    private final IntFunction<String> names;
    private final Announcer announcer;

    /** How the other ranks hear of a failure. */
    interface Announcer {
        void abort(Failure why);
    }

    /**
     * Texts of one rank.
     *
     * @param names what messages call a rank: {@code rank 7 (host-c, process 4711)}
     */
    FailureTexts(
            final String communicator,
            final int rank,
            final int size,
            final IntFunction<String> names,
            final Announcer announcer) {
        this.communicator = communicator;
        this.rank = rank;
        this.size = size;
        this.names = names;
        this.announcer = announcer;
    }

    String communicator() {
        return communicator;
    }

    void tellOthers(final Failure why) {
        announcer.abort(why);
    }

    /** A link is broken. */
    Failure broken(final int peer, final Operation operation, final String how) {
        return new Failure(
                Failure.Kind.PEER_FAILED,
                peer,
                names.apply(peer) + " " + how + " while " + named(operation) + " needed it",
                null);
    }

    /** A message came that is not what was sent; {@code carrier} is the transport's name. */
    Failure corrupt(final int peer, final Operation operation, final SpoiltMessage spoilt, final String carrier) {
        final String sums = String.format("%08x where it was sent, %08x", spoilt.sent(), spoilt.received());
        return Failure.of(
                Failure.Kind.CORRUPT,
                "rank " + peer + " -> rank " + rank + " over " + carrier + ": "
                        + (spoilt.inHeader() ? "the header of a message" : "a message") + " of " + named(operation)
                        + " was spoilt on its way, its CRC32C is " + sums
                        + " where it arrived; look for errors of memory"
                        + " and network at " + names.apply(peer) + " and " + names.apply(rank)
                        + " (dmesg, ethtool -S), and redo the call from input that is intact");
    }

    /** A message came that belongs to another call; {@code report} says what that rank does, or is null. */
    Failure unexpected(final int peer, final Operation operation, final long header, final RankReport report) {
        final long theirs = FrameHeader.fingerprint(header);
        final String difference =
                theirs == operation.fingerprint() && FrameHeader.sequence(header) == operation.sequence()
                        ? " (a message of " + FrameHeader.length(header) + " bytes where another length was expected)"
                        : "";
        final String call = Fingerprint.describe(theirs) + " #" + FrameHeader.sequence(header) + difference;
        final String place = report == null ? "" : " (its " + report.place() + ")";
        return disagreement(peer, call + place, operation.describe() + " (its " + operation.place() + ")");
    }

    /** A peer waits in another call than this rank makes. */
    Failure disagreement(final Inquiries.Notice notice, final long fingerprint, final String place) {
        final String number = " #" + notice.sequence() + " (its ";
        return disagreement(
                notice.peer(),
                Fingerprint.describe(notice.fingerprint()) + number + notice.place() + ")",
                Fingerprint.describe(fingerprint) + number + place + ")");
    }

    private Failure disagreement(final int peer, final String theirs, final String ours) {
        return Failure.of(
                Failure.Kind.MISMATCH,
                "ranks disagree on '" + communicator + "': rank " + rank + " calls " + ours + ", rank " + peer
                        + " calls " + theirs + ADVICE);
    }

    /** A deadline passed; {@code troubles} says what keeps links from moving, {@code answers} are by rank. */
    Failure timeout(
            final RankReport.UnderWay late,
            final long timeoutNs,
            final IntFunction<String> troubles,
            final RankReport own,
            final Map<Integer, RankReport> answers) {
        final Map<Integer, RankReport> all = new HashMap<>(answers);
        all.put(rank, own);
        return Failure.of(
                Failure.Kind.TIMEOUT,
                late.call() + " on '" + communicator + "' timed out on rank " + rank + " after "
                        + Durations.text(timeoutNs) + ": " + broken(late, troubles)
                        + new Standstill(rank, late, all, size, names).text());
    }

    private String broken(final RankReport.UnderWay late, final IntFunction<String> troubles) {
        final StringBuilder text = new StringBuilder();
        for (final RankReport.Wait wait : late.waits()) {
            final String trouble = troubles.apply(wait.peer());
            if (trouble != null) {
                text.append(names.apply(wait.peer()))
                        .append(' ')
                        .append(trouble)
                        .append("; ");
            }
        }
        return text.toString();
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
