// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jccl.observe.FlightRecorder;
import org.jccl.spi.Link;
import org.jccl.spi.Waiter;

/**
 * One communicator's data links and the operations on them. Whoever waits drives.
 *
 * <p><b>Ownership.</b> Links, executors and user memory are touched only by the thread that owns the domain: one word,
 * taken by compare-and-set, held only inside library calls. A blocking call takes it and drives until its operation is
 * done. If it is taken, the call queues its operation, makes sure the owner is awake, and parks until it is done or the
 * owner leaves. An owner that leaves wakes somebody who waits; if nobody does, the background thread takes over.
 *
 * <p><b>Failure.</b> Any thread may {@link #fail} the domain; the owner, or the failing thread if there is none, ends all
 * operations. A failed domain stays so.
 */
final class ProgressDomain {
    /** Slabs of collectives under way at once. Enough to overlap the phases of neighbours; each may hold scratch. */
    private static final int WINDOW = 4;

    private static final VarHandle DRIVES = drivesHandle();

    /** How long a thread that finds the domain taken tries again before it parks; a hand-over costs tens of us. */
    private static final int TRIES_BEFORE_PARK = 200;

    private static final long PARK_NS = 50_000_000;
    /** How long closing and shrinking wait for the thread that drives. It notices at once, unless code of the user's holds it up. */
    private static final long CLOSE_NS = 5_000_000_000L;

    private static final long CLOSE_LOOK_NS = 100_000;

    /** What is urgent first. */
    private static final int[] ORDER = {Link.URGENT, Link.COLLECTIVE, Link.POINT_TO_POINT};

    private final Links links;
    private final WaitStrategy waiting;
    private final LaneExecutor[] lanes = new LaneExecutor[Link.LANES];
    private final RightOfWay way;
    private final long[] sequences = new long[Link.LANES];
    private final AtomicReference<Thread> owner = new AtomicReference<>();
    private final AtomicInteger waiters = new AtomicInteger();
    private final Submissions submissions = new Submissions(this);
    private final ConcurrentLinkedQueue<Operation> futures = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Thread> parked = new ConcurrentLinkedQueue<>();
    /** How often the domain was released; written by owners only. */
    private volatile long drives;

    private final Background background;
    private final PointToPointOrder pointToPoint;
    /** Known when it has failed; -1 before. */
    private long completedCollectives = -1;

    private final Ledger ledger;
    private final Troubles troubles;
    /** The lane whose turn it is, to say whose operation was under way when something throws. */
    private LaneExecutor turning;

    ProgressDomain(
            final Links links,
            final Waiter waiter,
            final boolean oversubscribed,
            final FailureTexts texts,
            final Inquiries inquiries,
            final FlightRecorder recorder,
            final Journal journal,
            final JobClock clock,
            final RightOfWay way,
            final int size) {
        this.links = links;
        this.way = way;
        this.ledger = new Ledger(recorder, journal, clock);
        this.waiting = new WaitStrategy(links, waiter, oversubscribed);
        this.troubles = new Troubles(lanes, links, texts, inquiries, recorder, journal, waiting::ring);
        this.background = new Background(this, texts.communicator());
        this.pointToPoint = new PointToPointOrder(size);
        for (int lane = 0; lane < lanes.length; lane++) {
            lanes[lane] = new LaneExecutor(lane == Link.POINT_TO_POINT ? Integer.MAX_VALUE : WINDOW, this::finish);
        }
    }

    private static VarHandle drivesHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(ProgressDomain.class, "drives", long.class);
        } catch (final ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    // ---- for callers ----

    /** Submits an operation and waits for it. */
    void run(final Operation operation) {
        troubles.witness().called(operation.caller());
        if (!operation.isOnDevice() && tryOwn()) {
            begin(operation);
            driveAndRelease(operation, Long.MAX_VALUE);
        } else {
            enqueue(operation);
            await(operation, Long.MAX_VALUE);
        }
    }

    /**
     * Submits an operation; whoever waits next, or the background thread, carries it out. If it is the only one it begins at
     * once; several are better begun together, so that what they send is gathered.
     */
    void submit(final Operation operation) {
        enqueue(operation);
        hasSubmitted(1);
    }

    /** {@link #submit(Operation)}, of the operations of a group. */
    void submit(final List<Operation> operations) {
        enqueue(operations);
        hasSubmitted(operations.size());
    }

    private void hasSubmitted(final int operations) {
        background.start();
        if (submissions.outstanding() == operations && tryOwn()) {
            drive();
            release();
        }
    }

    /** Submits operations that this thread waits for next, so that nobody else need be woken. */
    void enqueue(final List<Operation> operations) {
        for (final Operation operation : operations) {
            troubles.witness().called(operation.caller());
        }
        submissions.add(operations);
        waiting.ringIfAsleep();
    }

    private void enqueue(final Operation operation) {
        troubles.witness().called(operation.caller());
        submissions.add(operation);
        waiting.ringIfAsleep();
    }

    /** Works on what was submitted, or lets another do it. */
    void makeRoom() {
        if (tryOwn()) {
            drive();
            release();
        } else {
            Thread.yield();
        }
    }

    /** Waits for an operation, driving if nobody does; returns whether it is done. */
    boolean await(final Operation operation, final long timeoutNs) {
        final long begun = System.nanoTime();
        int tries = 0;
        waiters.incrementAndGet();
        try {
            while (!operation.isDone()) {
                final long left = timeoutNs == Long.MAX_VALUE ? timeoutNs : timeoutNs - (System.nanoTime() - begun);
                if (left <= 0) {
                    return false;
                }
                if (tryOwn()) {
                    driveAndRelease(operation, left);
                } else if (++tries < TRIES_BEFORE_PARK) {
                    Thread.onSpinWait();
                } else {
                    park(operation, left);
                }
            }
            return true;
        } finally {
            waiters.decrementAndGet();
        }
    }

    private void park(final Operation operation, final long leftNs) {
        final Thread self = Thread.currentThread();
        parked.add(self);
        operation.park(self);
        waiting.ringIfAsleep();
        // whoever completes the operation or leaves the domain does so first and then looks for parked threads
        if (!operation.isDone() && owner.get() != null) {
            LockSupport.parkNanos(this, Math.min(PARK_NS, leftNs));
        }
        operation.park(null);
        parked.remove(self);
        if (Thread.interrupted()) {
            interrupted(operation);
        }
    }

    private void interrupted(final Operation operation) {
        troubles.interrupted(operation);
        Thread.currentThread().interrupt();
    }

    // ---- ownership ----

    boolean tryOwn() {
        return owner.get() == null && owner.compareAndSet(null, Thread.currentThread());
    }

    /** Whether somebody waits for the domain; the background thread makes room then. */
    boolean isWanted() {
        return waiters.get() > 0;
    }

    boolean hasWork() {
        return submissions.outstanding() > 0;
    }

    void release() {
        links.progress();
        DRIVES.setOpaque(this, drives + 1);
        owner.set(null);
        completeFutures();
        final Thread next = parked.peek();
        if (next != null) {
            LockSupport.unpark(next);
        } else if (hasWork()) {
            background.wake();
        }
    }

    private void driveAndRelease(final Operation operation, final long timeoutNs) {
        final long begun = timeoutNs == Long.MAX_VALUE ? 0 : System.nanoTime();
        waiting.begin();
        while (!operation.isDone()) {
            if (drive() > 0) {
                waiting.begin();
                continue;
            }
            waiting.idle(this);
            if (waiting.clockIsDue()) {
                final long now = System.nanoTime();
                troubles.check(now);
                if (timeoutNs != Long.MAX_VALUE && now - begun >= timeoutNs) {
                    break;
                }
                if (Thread.interrupted()) {
                    interrupted(operation);
                }
            }
        }
        release();
    }

    // ---- the owner's side ----

    /** One turn of everything; returns how much was done. Never blocks. Owner only. */
    int drive() {
        if (failure() != null) {
            return abandon();
        }
        turning = null;
        try {
            return turn();
        } catch (final RuntimeException | Error thrown) {
            // what a user's operator or a transport throws ends the communicator, not the thread that happens to drive
            troubles.thrown(thrown, turning == null ? null : turning.oldestOperation());
            return abandon();
        }
    }

    private int turn() {
        drainSubmissions();
        int work = links.progress();
        for (final int number : ORDER) {
            final LaneExecutor lane = lanes[number];
            final int moved = lane.isIdle() ? 0 : turn(lane, number != Link.URGENT && way.holds());
            if (moved < 0) {
                return troubles.isFatal(moved, lane.troubled()) ? abandon() : 0;
            }
            work += moved;
            if (number == Link.URGENT) {
                makeWay(lane, moved);
            }
        }
        way.look();
        return work;
    }

    private int turn(final LaneExecutor lane, final boolean mayNotSend) {
        turning = lane;
        return lane.turn(waiting.moment(), mayNotSend);
    }

    private void makeWay(final LaneExecutor urgent, final int moved) {
        if (urgent.isIdle()) {
            way.nothingUrgent();
        } else {
            way.urgent(moved > 0);
        }
    }

    private void drainSubmissions() {
        if (submissions.isEmpty()) {
            return;
        }
        Operation operation = submissions.poll();
        while (operation != null) {
            lanes[operation.lane()].submit(number(operation));
            operation = submissions.poll();
        }
    }

    private void begin(final Operation operation) {
        drainSubmissions();
        lanes[operation.lane()].submit(number(operation));
    }

    private Operation number(final Operation operation) {
        operation.begin(
                operation.lane() == Link.POINT_TO_POINT
                        ? pointToPoint.next(operation.call())
                        : sequences[operation.lane()]++);
        ledger.entered(operation);
        troubles.entered(operation);
        return operation;
    }

    /** What is written down of operations. Owner only. */
    Ledger ledger() {
        return ledger;
    }

    /** Its last step has ended. Then it has succeeded, also if something else has just failed: it counts as completed. */
    private void finish(final Operation operation) {
        ended(operation, null);
    }

    private void abandoned(final Operation operation) {
        ended(operation, failure());
    }

    private void ended(final Operation operation, final Failure why) {
        operation.endTurns();
        if (operation.isQueued()) {
            submissions.ended();
        }
        ledger.ended(operation, why == null);
        complete(operation, why);
        for (final Operation member : operation.members()) {
            complete(member, why);
        }
    }

    private void complete(final Operation operation, final Failure why) {
        operation.complete(why);
        if (operation.hasFuture()) {
            futures.add(operation);
        }
    }

    /** Futures run code of the user's, so they complete after the domain was released. */
    private void completeFutures() {
        Operation operation = futures.poll();
        while (operation != null) {
            operation.completeFuture();
            operation = futures.poll();
        }
    }

    // ---- failure ----

    Troubles troubles() {
        return troubles;
    }

    /** See {@link Troubles#fail}. Any thread. */
    boolean fail(final Failure why) {
        return troubles.fail(why);
    }

    /** See {@link Troubles#failQuietly}. Any thread. */
    void failQuietly(final Failure why) {
        troubles.failQuietly(why);
        background.start();
    }

    /** Why it failed, or null. Any thread. */
    Failure failure() {
        return troubles.failure();
    }

    private int abandon() {
        drainSubmissions();
        if (completedCollectives < 0) {
            final Operation oldest = lanes[Link.COLLECTIVE].oldestOperation();
            completedCollectives = oldest == null ? sequences[Link.COLLECTIVE] : oldest.sequence();
        }
        for (final LaneExecutor lane : lanes) {
            lane.abandon(this::abandoned);
        }
        return 1;
    }

    // ---- for the background thread ----

    /** Changes whenever somebody has driven. */
    long drives() {
        return drives;
    }

    /** Drives until nothing is left or somebody else wants to. */
    void driveInBackground() {
        waiting.begin();
        while (hasWork() && !isWanted()) {
            if (drive() > 0) {
                waiting.begin();
                continue;
            }
            waiting.idle(this);
            if (waiting.clockIsDue()) {
                troubles.check(System.nanoTime());
            }
        }
        release();
    }

    boolean hasSubmissions() {
        return !submissions.isEmpty();
    }

    /** Whether a device may have something to tell that wakes nobody. Owner only. */
    boolean watchesDevice() {
        for (final LaneExecutor lane : lanes) {
            if (lane.watchesDevice()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Waits, bounded, until no thread drives, ends everything and closes the links.
     *
     * @return whether it did; else a thread is held up inside a call, an operator of the user's say, and its memory
     *     stays mapped
     */
    boolean close(final Failure why) {
        troubles.closed(why);
        background.start();
        background.stop();
        if (!own()) {
            return false;
        }
        if (!settle()) {
            release();
            return false;
        }
        links.close();
        way.close();
        waiting.close();
        // the domain stays owned: nothing may touch the links any more
        return true;
    }

    /** Ends everything, also what a thread that is about to submit it has turns for; waits for that, bounded. */
    private boolean settle() {
        final long begun = System.nanoTime();
        abandon();
        while (!submissions.haveSettled()) {
            if (System.nanoTime() - begun > CLOSE_NS) {
                return false;
            }
            LockSupport.parkNanos(this, CLOSE_LOOK_NS);
            abandon();
        }
        abandon();
        return true;
    }

    /**
     * After a failure: how many collectives, the first ones, have ended well. Waits, bounded, until whoever drives has left;
     * -1 if it does not.
     */
    long completedCollectives() {
        if (!own()) {
            return -1;
        }
        abandon();
        final long completed = completedCollectives;
        release();
        return completed;
    }

    /** How many collectives have been begun; for a thread that drives none of them now. */
    long collectives() {
        return sequences[Link.COLLECTIVE];
    }

    /** Waits, bounded, until no thread drives; whether this one owns the domain then. */
    private boolean own() {
        final long begun = System.nanoTime();
        while (!tryOwn()) {
            if (System.nanoTime() - begun > CLOSE_NS) {
                return false;
            }
            waiting.ring();
            LockSupport.parkNanos(this, CLOSE_LOOK_NS);
        }
        return true;
    }

    /** When what is ordinary may be sent. Owner only. */
    RightOfWay way() {
        return way;
    }

    /** The thread that drives, or null. */
    Thread owner() {
        return owner.get();
    }
}
