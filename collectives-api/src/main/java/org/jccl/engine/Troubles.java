// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jccl.observe.CallSite;
import org.jccl.observe.FlightRecorder;
import org.jccl.observe.RankReport;
import org.jccl.spi.Link;

/**
 * Why and when a domain fails: links that break, ranks that disagree, deadlines that pass. Before it fails it finds out
 * what the others do, for a bounded time. Owner only, but for {@link #fail}, {@link #failQuietly}, {@link #failure} and
 * what comes from the control thread.
 */
final class Troubles implements Inquiries.Hearer {
    /** How long the control plane may take to explain a broken link. */
    private static final long GRACE_NS = TimeUnit.SECONDS.toNanos(1);
    /** How long the others may take to say what they do when a deadline has passed. */
    private static final long INQUEST_NS = TimeUnit.SECONDS.toNanos(1);
    /** How long a rank that called something else may take to say where. */
    private static final long CALL_SITE_NS = TimeUnit.MILLISECONDS.toNanos(150);
    /** How long what a rank sent before it left may still be on its way. */
    private static final long LEFT_NS = TimeUnit.SECONDS.toNanos(1);
    /** Who has waited so long tells whom it waits for; again after twice as long. */
    private static final long ANNOUNCE_NS = TimeUnit.MILLISECONDS.toNanos(80);

    private final LaneExecutor[] lanes;
    private final Links links;
    private final FailureTexts texts;
    private final Inquiries inquiries;
    private final FlightRecorder recorder;
    private final Journal journal;
    private final Witness witness;
    private final Runnable ring;
    private final AtomicReference<Failure> failure = new AtomicReference<>();
    private volatile Runnable onFailure = () -> {};
    /** By peer, the operation in which it waits for this rank, which has not come to it. */
    private final Map<Integer, Inquiries.Notice> notices = new ConcurrentHashMap<>();

    /** By rank, when it closed its communicator. */
    private final Map<Integer, Long> left = new ConcurrentHashMap<>();

    private volatile boolean noticed;
    private long troubledAtNs;
    private long inquestAtNs;
    private Operation suspect;
    private long suspectSequence;
    private final long[] announceAfterNs = new long[Link.LANES];
    private final long[] announced = new long[Link.LANES];

    /**
     * All is well yet.
     *
     * @param ring wakes the owner
     */
    Troubles(
            final LaneExecutor[] lanes,
            final Links links,
            final FailureTexts texts,
            final Inquiries inquiries,
            final FlightRecorder recorder,
            final Journal journal,
            final Runnable ring) {
        this.lanes = lanes;
        this.links = links;
        this.texts = texts;
        this.inquiries = inquiries;
        this.recorder = recorder;
        this.journal = journal;
        this.witness = new Witness(lanes, recorder);
        this.ring = ring;
        inquiries.hear(this);
    }

    Witness witness() {
        return witness;
    }

    /** Runs that once when the domain has failed, on the thread that noticed. */
    void onFailure(final Runnable action) {
        onFailure = action;
    }

    // ---- the verdict ----

    /** Ends everything with that failure, unless it failed before. Any thread. */
    boolean fail(final Failure why) {
        final boolean first = failure.compareAndSet(null, why);
        if (first) {
            texts.tellOthers(why);
            journal.failed(why);
            onFailure.run();
        }
        ring.run();
        return first;
    }

    /** Fails without telling the other ranks, who know it already. Any thread. */
    void failQuietly(final Failure why) {
        if (failure.compareAndSet(null, why)) {
            journal.failed(why);
            onFailure.run();
        }
        ring.run();
    }

    /** Ends everything because the communicator is closed, which is nothing to record as a failure. Any thread. */
    void closed(final Failure why) {
        if (failure.compareAndSet(null, why)) {
            onFailure.run();
        }
        ring.run();
    }

    /** Why it failed, or null. Any thread. */
    Failure failure() {
        return failure.get();
    }

    void thrown(final Throwable thrown, final Operation operation) {
        fail(texts.thrown(thrown, operation));
    }

    void interrupted(final Operation operation) {
        fail(texts.interrupted(operation));
    }

    /**
     * A turn ended with a negative result. When a rank aborts or dies, its links break before the control plane has told
     * why; what the control plane says is the better message, so a broken link waits a little for it. And a rank that
     * calls something else is asked from where.
     *
     * @return whether the domain has failed by it
     */
    boolean isFatal(final int result, final Activation activation) {
        final long now = System.nanoTime();
        final int peer = activation.troubledPeer();
        if (troubledAtNs == 0) {
            troubledAtNs = now;
            if (result == Activation.MISMATCH) {
                inquiries.ask(peer);
            }
        }
        final RankReport report = inquiries.answer(peer);
        final Operation operation = activation.operation();
        final long patienceNs = switch (result) {
            case Activation.BROKEN -> GRACE_NS;
            case Activation.MISMATCH -> report == null ? CALL_SITE_NS : 0;
            default -> 0;
        };
        if (now - troubledAtNs < patienceNs) {
            return false;
        }
        fail(
                switch (result) {
                    case Activation.MISMATCH ->
                        texts.unexpected(peer, operation, activation.unexpectedHeader(), report);
                    case Activation.CORRUPT -> texts.corrupt(peer, operation, activation.spoilt(), links.carrier(peer));
                    default -> texts.broken(peer, operation, links.failure(peer));
                });
        return true;
    }

    // ---- time ----

    /** Looks for what is late. */
    void check(final long nowNs) {
        for (int lane = 0; lane < lanes.length; lane++) {
            final Operation oldest = lanes[lane].oldestOperation();
            if (oldest == null) {
                continue;
            }
            if (!left.isEmpty() && isForsaken(oldest, lanes[lane].oldest(), nowNs)) {
                return;
            }
            if (oldest.timing().isLate(nowNs)) {
                inquire(lane, oldest, nowNs);
            } else if (lane != Link.POINT_TO_POINT) {
                announce(lane, oldest, nowNs);
            }
        }
    }

    /** Whether it has failed because it waits for a rank that has left, whose link may never have been made. */
    private boolean isForsaken(final Operation waiting, final Activation activation, final long nowNs) {
        if (activation == null || waiting.timing().ageNs(nowNs) < LEFT_NS) {
            return false;
        }
        for (final RankReport.Wait wait : activation.waits()) {
            final Long leftNs = left.get(wait.peer());
            if (leftNs != null && nowNs - leftNs > LEFT_NS && wait.reason() == RankReport.Reason.TO_SEND) {
                fail(texts.broken(wait.peer(), waiting, "closed its communicator"));
                return true;
            }
        }
        return false;
    }

    /** Asks the others what they do, and fails when all have said so or had their time. */
    private void inquire(final int lane, final Operation late, final long nowNs) {
        if (suspect != late || suspectSequence != late.sequence()) {
            suspect = late;
            suspectSequence = late.sequence();
            inquestAtNs = nowNs;
            inquiries.askAll();
        }
        if (inquiries.allAnswered() || nowNs - inquestAtNs >= INQUEST_NS) {
            fail(texts.timeout(
                    Witness.describe(lane, late, lanes[lane].oldest()),
                    late.timing().timeoutNs(),
                    links::trouble,
                    witness.report(),
                    inquiries.answers()));
        }
    }

    /**
     * Tells those whom an operation waits for. Where ranks disagree so that nothing would ever arrive, this is what
     * shows it.
     */
    private void announce(final int lane, final Operation waiting, final long nowNs) {
        if (announced[lane] != waiting.sequence()) {
            announced[lane] = waiting.sequence();
            announceAfterNs[lane] = ANNOUNCE_NS;
        }
        if (waiting.timing().ageNs(nowNs) < announceAfterNs[lane]) {
            return;
        }
        announceAfterNs[lane] *= 2;
        final RankReport.UnderWay operation = Witness.describe(lane, waiting, lanes[lane].oldest());
        final String place = waiting.place();
        for (final RankReport.Wait wait : operation.waits()) {
            if (wait.reason() == RankReport.Reason.TO_SEND) {
                inquiries.announce(wait.peer(), operation, place);
            }
        }
    }

    /** An operation has its place in the order: does somebody wait for this rank there, with another call? */
    void entered(final Operation operation) {
        if (noticed) {
            for (final Inquiries.Notice notice : notices.values()) {
                if (notice.lane() == operation.lane() && notice.sequence() == operation.sequence()) {
                    notices.remove(notice.peer(), notice);
                    compare(notice, operation.fingerprint(), operation.place());
                }
            }
            noticed = !notices.isEmpty();
        }
    }

    private void compare(final Inquiries.Notice notice, final long fingerprint, final String place) {
        if (notice.fingerprint() != fingerprint) {
            fail(texts.disagreement(notice, fingerprint, place));
        }
    }

    // ---- on the control thread ----

    /** A rank has closed its communicator, as ranks do at the end. */
    void left(final int rank) {
        left.put(rank, System.nanoTime());
    }

    @Override
    public RankReport report() {
        return witness.report();
    }

    @Override
    public void answered() {
        ring.run();
    }

    @Override
    public void waitedFor(final Inquiries.Notice notice) {
        final FlightRecorder.Entry entry = recorder.find(notice.lane(), notice.sequence());
        if (entry == null) {
            // a rank that comes to it between these two lines hears the next announcement
            notices.put(notice.peer(), notice);
            noticed = true;
        } else {
            compare(notice, entry.fingerprint(), CallSite.of(witness.caller()));
        }
    }
}
