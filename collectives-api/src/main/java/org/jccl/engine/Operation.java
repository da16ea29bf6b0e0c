// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jccl.CollectiveRequest;
import org.jccl.DataType;
import org.jccl.error.InvalidUsageException;
import org.jccl.observe.CallSite;
import org.jccl.observe.FlightRecorder;
import org.jccl.observe.OperationEvent;
import org.jccl.plan.Layout;
import org.jccl.plan.Plan;
import org.jccl.reduce.Kernel;
import org.jccl.spi.Link;

/**
 * One call: what was asked for, and how far it is. Filled by the thread that submits it, then the domain owner's until
 * it is done.
 */
final class Operation implements CollectiveRequest {
    private static final VarHandle STATE = stateHandle();
    private static final int NEW = 0;
    private static final int SUBMITTED = 1;
    private static final int DONE = 2;
    /** From this size on a look at the clock for each message is less than a hundredth of what it takes. */
    private static final long TIMED_BYTES = 256 << 10;
    /** Shorter messages say more about the clock than about the link. */
    private static final long LINK_BYTES = 32 << 10;
    /** Who has waited so long can afford a look at the clock. */
    private static final long LONG_NS = 100_000;

    private final ProgressDomain domain;
    private final Call call = new Call();
    private PlanCache.Entry entry;
    private Kernel kernel;
    /** Those that it is carried out for, besides itself. */
    private List<Operation> members = List.of();
    /** Who called, and, if that is recorded, from where. */
    private Thread caller;

    private String site;
    private long ticket;
    private long firstByteNs;
    /** When the latest message began to arrive or had arrived; before the first, since when it is waited for. */
    private long arrivalNs;
    /** The longest wait for a message, and for whose. */
    private long waitedNs;

    private int lateRank;
    /** What a flight recording of the JVM gets of it, or null. */
    private OperationEvent event;
    /** Whether it went through the queue, so that other threads may know of it. */
    private boolean queued;

    /** Whether latency is all that counts: one slab, of a few messages that travel whole. */
    private boolean small;
    /** Whether its messages are large enough to look at the clock for each. */
    private boolean large;
    /** Whether the clock is looked at for each, because it is large, or its turn, or in no hurry. */
    private boolean timesArrivals;
    /** Changes whenever ranges lie elsewhere than in the run before. */
    private int placement;

    /** Whether its input or output lies on a device. */
    private boolean onDevice;
    /** Its places on streams of devices, or null. */
    private StreamTurns turns;

    private long sequence;
    private long fingerprint;
    private long deadlineNs;
    private long timeoutNs;
    private int slabs;
    private int slabsBegun;
    private int slabsDone;

    private volatile int state = NEW;
    private volatile Failure failure;
    private volatile Thread parked;
    private volatile CompletableFuture<Void> future;

    private static VarHandle stateHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(Operation.class, "state", int.class);
        } catch (final ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    Operation(final ProgressDomain domain) {
        this.domain = domain;
    }

    /** Makes {@link #call} ready to be submitted, as that plan will carry it out. */
    Operation prepare(final PlanCache.Entry planned, final Kernel newKernel, final long newTimeoutNs) {
        entry = planned;
        kernel = newKernel;
        timeoutNs = newTimeoutNs;
        placement++;
        slabs = call.slabs(planned);
        small = slabs == 1 && call.isSmall();
        large = call.sizeBytes() >= TIMED_BYTES;
        onDevice = input().isOnDevice() || output().isOnDevice();
        fingerprint = call.fingerprint(planned.plan());
        return ready();
    }

    /** {@link #prepare}, in the place of others. */
    Operation standFor(final List<Operation> others) {
        members = others;
        others.forEach(Operation::follow);
        return this;
    }

    /** Another operation carries this one out, within that one's deadline. */
    private void follow() {
        queued = true;
    }

    List<Operation> members() {
        return members;
    }

    /** Whether it is small enough for a message of its own to be the greater part of its cost. */
    boolean canBeBundled() {
        return small && call.canBeBundled();
    }

    /** {@link #prepare} with the plan and kernel of the call before. */
    Operation prepareAgain(final long newTimeoutNs) {
        timeoutNs = newTimeoutNs;
        if (!call.isRepeated()) {
            placement++;
            onDevice = input().isOnDevice() || output().isOnDevice();
        }
        return ready();
    }

    private Operation ready() {
        slabsBegun = 0;
        slabsDone = 0;
        deadlineNs = 0;
        firstByteNs = 0;
        queued = false;
        final Thread self = Thread.currentThread();
        if (caller != self) {
            caller = self;
        }
        STATE.setRelease(this, SUBMITTED);
        return this;
    }

    /** Goes through the queue; from now on its deadline runs. */
    void queue() {
        queued = true;
        deadlineNs = System.nanoTime() + timeoutNs;
    }

    boolean isQueued() {
        return queued;
    }

    // ---- streams of devices ----

    boolean isOnDevice() {
        return onDevice;
    }

    /** Takes its places on streams; what is put there still goes before. */
    void takeTurns() {
        turns = onDevice ? StreamTurns.take(input().copyEngine(), output().copyEngine()) : null;
    }

    /** From here on what is put on its streams waits for it. */
    void holdTurns() {
        if (turns != null) {
            turns.hold();
        }
    }

    /** Whether its turns have come. Owner only. */
    boolean mayBegin() {
        return turns == null || turns.haveCome();
    }

    /** It has ended: what waits for it on streams goes on. */
    void endTurns() {
        if (turns != null) {
            turns.end();
            turns = null;
        }
    }

    /** It is not submitted after all. */
    void withdraw() {
        endTurns();
        state = DONE;
        members.forEach(Operation::withdraw);
    }

    // ---- the owner's side ----

    void begin(final long newSequence) {
        sequence = newSequence;
    }

    void recorded(final long newTicket) {
        ticket = newTicket;
        waitedNs = 0;
        lateRank = -1;
        timesArrivals = large || (sequence & FlightRecorder.TIMED - 1) == 0;
    }

    boolean hasSlab() {
        return slabsBegun < slabs;
    }

    /** Begins the next slab on an activation. */
    Activation beginSlab(final Layout layout) {
        final Activation activation = entry.acquire();
        if (slabs > 1 || !activation.isPlaced(this)) {
            call.layout(layout, entry, slabsBegun);
            activation.place(this, layout);
        }
        if (timesArrivals && slabsBegun == 0) {
            arrivalNs = System.nanoTime();
        }
        slabsBegun++;
        activation.begin(this);
        return activation;
    }

    /** Whether that was the last slab. */
    boolean endSlab(final Activation activation) {
        entry.release(activation);
        return ++slabsDone == slabs;
    }

    void complete(final Failure why) {
        if (!queued && why == null) {
            // only the thread that drives knows of it, and that is this one
            STATE.setRelease(this, DONE);
            return;
        }
        failure = why;
        state = DONE;
        final Thread waiter = parked;
        if (waiter != null) {
            java.util.concurrent.locks.LockSupport.unpark(waiter);
        }
    }

    boolean hasFuture() {
        return future != null;
    }

    /** Tells the future, if one was asked for; called outside of the domain's ownership. */
    void completeFuture() {
        final CompletableFuture<Void> waiting = future;
        if (waiting == null) {
            return;
        }
        final Failure why = failure;
        if (why == null) {
            waiting.complete(null);
        } else {
            waiting.completeExceptionally(why.toException());
        }
    }

    /** Which place its ranges have, so that an activation can tell whether it knows it. */
    int placement() {
        return placement;
    }

    /** Whether latency is all that counts: one slab, of a few messages that travel whole. */
    boolean isSmall() {
        return small;
    }

    /** Whether, besides, its caller does nothing but wait for it. */
    boolean isUrgent() {
        return small && !queued;
    }

    Region input() {
        return call.inputRegion();
    }

    Region output() {
        return call.outputRegion();
    }

    Kernel kernel() {
        return kernel;
    }

    DataType type() {
        return call.type();
    }

    int ranks() {
        return call.ranks();
    }

    int lane() {
        return call.lane();
    }

    Call call() {
        return call;
    }

    Plan plan() {
        return entry.plan();
    }

    long sequence() {
        return sequence;
    }

    long fingerprint() {
        return fingerprint;
    }

    /**
     * Whether its deadline has passed. That of a call which began at once runs from the first look at the clock, which
     * is soon enough and saves a look per call.
     */
    boolean isLate(final long nowNs) {
        if (deadlineNs == 0) {
            deadlineNs = nowNs + timeoutNs;
        }
        if (!timesArrivals && ageNs(nowNs) >= LONG_NS) {
            timesArrivals = true;
            arrivalNs = nowNs;
            event = event == null ? domain.ledger().event() : event;
        }
        return nowNs - deadlineNs > 0;
    }

    long timeoutNs() {
        return timeoutNs;
    }

    /** When it was submitted, or 0 if nobody has looked at the clock for it yet. */
    long enteredNs() {
        return deadlineNs == 0 ? 0 : deadlineNs - timeoutNs;
    }

    /** How long ago it was submitted; as {@link #isLate}, it may begin with the first look. */
    long ageNs(final long nowNs) {
        return deadlineNs == 0 ? 0 : nowNs - deadlineNs + timeoutNs;
    }

    Thread caller() {
        return caller;
    }

    /** Remembers from where it is started. */
    void recordSite() {
        site = CallSite.here();
    }

    /** Where it was started, if that was recorded, else where its caller is. */
    String place() {
        return site == null ? CallSite.of(caller) : "start was at " + site;
    }

    /** A message of that rank begins to arrive; returns when, or 0 if nobody looks at the clock. */
    long messageBegins(final int peer) {
        if (!timesArrivals) {
            return 0;
        }
        final long nowNs = System.nanoTime();
        if (nowNs - arrivalNs > waitedNs) {
            waitedNs = nowNs - arrivalNs;
            lateRank = peer;
        }
        firstByteNs = firstByteNs == 0 ? nowNs : firstByteNs;
        arrivalNs = nowNs;
        return nowNs;
    }

    /** It has arrived; {@code sinceNs} is what {@link #messageBegins} has returned. */
    void messageEnds(final int peer, final long bytes, final long sinceNs) {
        if (sinceNs != 0) {
            arrivalNs = System.nanoTime();
            if (large && bytes >= LINK_BYTES) {
                domain.ledger().linkTimes().arrived(ticket, peer, bytes, arrivalNs - sinceNs);
            }
        }
    }

    /** When something began to arrive for it, or 0; of small operations that is looked at now and then. */
    long firstByteNs() {
        return firstByteNs;
    }

    /** When the latest message began to arrive or had arrived, or 0. */
    long lastByteNs() {
        return firstByteNs == 0 ? 0 : arrivalNs;
    }

    /** The longest wait for a message, or 0 if nobody looked. */
    long waitedNs() {
        return waitedNs;
    }

    /** Whose message that was, or -1. */
    int lateRank() {
        return lateRank;
    }

    /** From here on a flight recording of the JVM may follow it; null if there is none. */
    void journalled(final OperationEvent newEvent) {
        event = newEvent;
    }

    /** What {@link #journalled} was given, once. */
    OperationEvent takeEvent() {
        final OperationEvent taken = event;
        event = null;
        return taken;
    }

    /** Its place in the flight recorder. */
    long ticket() {
        return ticket;
    }

    /** The plan and kernel of the call before, if they serve this one too. */
    boolean isPlanned() {
        return entry != null && call.isLikeBefore();
    }

    void park(final Thread thread) {
        parked = thread;
    }

    /** The call in words, with its place in the order: {@code all_reduce(float32 x 8, sum) #3}. */
    String describe() {
        final String text = Fingerprint.describe(fingerprint) + " #" + sequence;
        return call.lane() == Link.POINT_TO_POINT ? call.direction() + text.substring(text.indexOf('(')) : text;
    }

    /** Throws what it failed with, if it did. */
    void check() {
        final Failure why = failure;
        if (why != null) {
            throw why.toException();
        }
    }

    // ---- the caller's side ----

    @Override
    public void await() {
        domain.await(this, Long.MAX_VALUE);
        check();
    }

    @Override
    public boolean await(final Duration timeout) {
        final boolean done = domain.await(this, timeout.toNanos());
        check();
        return done;
    }

    @Override
    public boolean isDone() {
        return state == DONE;
    }

    @Override
    public CollectiveRequest restart() {
        requireDone();
        again();
        domain.submit(this);
        return this;
    }

    void requireDone() {
        if (state != DONE) {
            throw new InvalidUsageException(describe() + " is still running; await() it before restart()");
        }
    }

    /** Makes it ready to be submitted once more. */
    void again() {
        readyAgain();
        for (final Operation member : members) {
            member.readyAgain();
            member.follow();
        }
    }

    private void readyAgain() {
        ready();
        future = null;
    }

    @Override
    public CompletableFuture<Void> toCompletableFuture() {
        CompletableFuture<Void> result = future;
        if (result == null) {
            result = new CompletableFuture<>();
            future = result;
        }
        if (isDone()) {
            completeFuture();
        }
        return result;
    }

    @Override
    public String toString() {
        return describe();
    }
}
