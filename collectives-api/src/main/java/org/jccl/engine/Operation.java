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
import org.jccl.observe.LatencyRecorder;
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
    private final ProgressDomain domain;
    private final Call call = new Call();
    private PlanCache.Entry entry;
    private Kernel kernel;
    /** Those that it is carried out for, besides itself. */
    private List<Operation> members = List.of();
    /** Who called, and, if that is recorded, from where. */
    private Thread caller;

    private String site;
    private final Timing timing;
    private LatencyRecorder latencies;
    private Outflow outflow;
    /** Whether it went through the queue, so that other threads may know of it. */
    private boolean queued;

    /** Whether latency is all that counts: one slab, of a few messages that travel whole. */
    private boolean small;
    /** Changes whenever ranges lie elsewhere than in the run before. */
    private int placement;

    /** Whether its input or output lies on a device. */
    private boolean onDevice;
    /** Its places on streams of devices, or null. */
    private StreamTurns turns;

    private long sequence;
    private long fingerprint;
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
        this.timing = new Timing(domain);
    }

    /** Makes {@link #call} ready to be submitted, as that plan will carry it out. */
    Operation prepare(
            final PlanCache.Entry planned,
            final Kernel newKernel,
            final LatencyRecorder newLatencies,
            final Outflow newOutflow,
            final long newTimeoutNs) {
        entry = planned;
        kernel = newKernel;
        latencies = newLatencies;
        outflow = newOutflow;
        timing.setTimeout(newTimeoutNs);
        placement++;
        slabs = call.slabs(planned);
        small = slabs == 1 && call.isSmall();
        timing.forSize(call.sizeBytes());
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
        timing.setTimeout(newTimeoutNs);
        if (!call.isRepeated()) {
            placement++;
            onDevice = input().isOnDevice() || output().isOnDevice();
        }
        return ready();
    }

    private Operation ready() {
        slabsBegun = 0;
        slabsDone = 0;
        timing.reset();
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
        timing.enter(System.nanoTime());
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
        if (slabsBegun == 0) {
            timing.begin();
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
    boolean isAwaited() {
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

    /** When it was entered, and what it waited for. */
    Timing timing() {
        return timing;
    }

    /** Where it is written down how long it took. */
    LatencyRecorder latencies() {
        return latencies;
    }

    /** What counts what it sends. */
    Outflow outflow() {
        return outflow;
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
        return switch (call.lane()) {
            case Link.POINT_TO_POINT -> call.direction() + text.substring(text.indexOf('('));
            case Link.URGENT -> "urgent " + text;
            default -> text;
        };
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
