// SPDX-License-Identifier: Apache-2.0
package org.jccl.rdma;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jccl.buffer.MemoryKind;
import org.jccl.error.TransportException;
import org.jccl.spi.Waiter;
import org.openucx.jucx.UcxException;
import org.openucx.jucx.ucp.UcpEndpoint;
import org.openucx.jucx.ucp.UcpEndpointErrorHandler;
import org.openucx.jucx.ucp.UcpEndpointParams;
import org.openucx.jucx.ucp.UcpWorker;
import org.openucx.jucx.ucp.UcpWorkerParams;

/**
 * UCX as one rank of one communicator uses it: a context, and a worker which only the domain's owner touches.
 */
final class Fabric {
    /** All bits of a tag count. */
    private static final long EXACTLY = -1L;
    /** Looks in vain between two turns of UCX: a look at memory is many times cheaper. */
    private static final int LOOKS_PER_PROGRESS = 32;
    /** Work that begets work ends some time, but not by itself while peers go on sending. */
    private static final int MOST_TURNS_BEFORE_SLEEP = 64;
    /** How long closing waits for a thread that is still inside UCX. */
    private static final long LEAVE_NS = TimeUnit.SECONDS.toNanos(1);

    private static final VarHandle STATE = stateHandle();
    private static final int FREE = 0;
    private static final int IN_USE = 1;
    private static final int CLOSED = 2;

    private final boolean detectsDeath;
    private final SharedContext context;
    private final UcpWorker worker;
    private final long workerHandle;
    private final EventDescriptor events;
    private final RegisteredRegion mailbox;
    private Writes writes = Writes.BY_THE_FABRIC;

    private volatile boolean onHost = true;
    private int looks;
    private boolean looked;
    private boolean moved;
    /** Two threads in UCX at once end the process, and so does one after the end; see {@link #enter}. */
    private volatile int state;

    private Fabric(
            final UcxSettings settings,
            final SharedContext context,
            final RegisteredRegion mailbox,
            final UcpWorker worker,
            final EventDescriptor events) {
        this.detectsDeath = settings.detectsDeath();
        this.context = context;
        this.mailbox = mailbox;
        this.worker = worker;
        this.workerHandle = worker.getNativeId();
        this.events = events;
    }

    /** With a mailbox of so many bytes; where UCX refuses, a {@link TransportException} says what, and nothing is left. */
    static Fabric open(final UcxSettings settings, final long mailboxBytes) {
        final SharedContext context = SharedContext.open(settings);
        try {
            return open(settings, context, mailboxBytes);
        } catch (final UcxException refused) {
            throw new TransportException("rdma: UCX cannot begin: " + refused.getMessage(), refused);
        } finally {
            // from here on the mailbox holds it
            context.release();
        }
    }

    private static Fabric open(final UcxSettings settings, final SharedContext context, final long mailboxBytes) {
        final RegisteredRegion mailbox = new RegisteredRegion(context, mailboxBytes);
        try {
            final UcpWorker worker = context.ucp().newWorker(new UcpWorkerParams());
            try {
                return new Fabric(settings, context, mailbox, worker, new EventDescriptor(worker.getEventFD()));
            } catch (final UcxException | TransportException refused) {
                worker.close();
                throw refused;
            }
        } catch (final UcxException | TransportException refused) {
            mailbox.close();
            throw refused;
        }
    }

    private static VarHandle stateHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(Fabric.class, "state", int.class);
        } catch (final ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    /**
     * To be called before everything that goes to the worker or an endpoint, with {@link #leave} behind it. The owner of
     * the domain is alone here unless something has gone wrong before; then an exception is better than what UCX does.
     */
    void enter() {
        if (!STATE.compareAndSet(this, FREE, IN_USE)) {
            throw new TransportException(
                    state == CLOSED
                            ? "rdma: this rank has closed its transport"
                            : "rdma: two threads drive one transport");
        }
    }

    void leave() {
        STATE.setRelease(this, FREE);
    }

    SharedContext context() {
        return context;
    }

    long mailbox() {
        return mailbox.address();
    }

    byte[] remoteKey() {
        return mailbox.remoteKey();
    }

    byte[] workerAddress() {
        final ByteBuffer direct = worker.getAddress();
        final byte[] copy = new byte[direct.remaining()];
        direct.get(copy);
        return copy;
    }

    /** Begins to connect; between {@link #enter} and {@link #leave}. */
    UcpEndpoint connect(final byte[] workerAddress, final UcpEndpointErrorHandler onError) {
        final UcpEndpointParams params = new UcpEndpointParams()
                .setUcpAddress(FabricAddress.direct(workerAddress))
                .setErrorHandler(onError);
        if (detectsDeath) {
            params.setPeerErrorHandlingMode();
        }
        return worker.newEndpoint(params);
    }

    /** Whether UCX may be told to drop an endpoint without the peer. */
    boolean mayForceClose() {
        return detectsDeath;
    }

    void receive(final long address, final long length, final long tag, final Completion done) {
        receive(address, length, tag, EXACTLY, done);
    }

    /** Whatever is of that tag's kind. */
    void receiveAny(final long address, final long length, final long tag, final Completion done) {
        receive(address, length, tag, Tags.KIND, done);
    }

    private void receive(
            final long address, final long length, final long tag, final long mask, final Completion done) {
        enter();
        Ucp.receive(workerHandle, address, length, tag, mask, onHost, done.cell());
        leave();
    }

    /**
     * Whether messages can go from that kind of memory and come to it; from then on UCX looks at every address of what kind it
     * is, which costs a little. Any thread.
     */
    boolean carries(final MemoryKind kind) {
        final boolean can = context.carries(kind);
        if (can && kind != MemoryKind.HOST) {
            onHost = false;
        }
        return can;
    }

    /** Whether all memory is certainly the host's. */
    boolean isOnHost() {
        return onHost;
    }

    void cancel(final Completion receiving) {
        enter();
        Ucp.cancel(workerHandle, receiving.cell());
        leave();
    }

    /** From here on what is written to mailboxes goes and comes that way. */
    void use(final Writes other) {
        writes = other;
    }

    /** What writes to mailboxes. */
    Writes writes() {
        return writes;
    }

    /** One turn of UCX; returns how much was done. */
    int progress() {
        final int done = turn() + writes.deliver();
        moved |= done > 0;
        return done;
    }

    private int turn() {
        enter();
        try {
            return Ucp.progress(workerHandle);
        } finally {
            leave();
        }
    }

    /** A turn now and then for what nobody looks for; those who look take their own. */
    int progressUnlessLookedAt() {
        if (looked) {
            looked = false;
            return 0;
        }
        return progress();
    }

    /**
     * Somebody has looked in vain; returns whether there may be something to see now.
     *
     * @param forMessage whether what is looked for is a message of UCX's and not a word in memory
     */
    boolean lookedInVain(final boolean forMessage) {
        looked = true;
        if (++looks < LOOKS_PER_PROGRESS && !forMessage && !writes.needsDelivery()) {
            return false;
        }
        looks = 0;
        return progress() > 0;
    }

    /** Whether UCX has done something since {@link #arm} that its descriptor will not tell of again. */
    boolean hasMovedSinceArmed() {
        return moved;
    }

    void register(final Waiter waiter) {
        events.register(waiter);
    }

    /** From now on an event of UCX's wakes the owner; false if there is one already. */
    boolean arm() {
        int turns = 0;
        while (progress() > 0 && turns < MOST_TURNS_BEFORE_SLEEP) {
            turns++;
        }
        moved = false;
        events.listen(true);
        enter();
        try {
            worker.arm();
            return true;
        } catch (final UcxException busy) {
            return false;
        } finally {
            leave();
        }
    }

    void disarm() {
        events.listen(false);
    }

    /** Everything has been given up that uses it. What a thread does not leave stays: better a leak than a crash. */
    void close() {
        final long begun = System.nanoTime();
        while (!STATE.compareAndSet(this, FREE, CLOSED)) {
            if (state == CLOSED || System.nanoTime() - begun > LEAVE_NS) {
                return;
            }
            Thread.onSpinWait();
        }
        events.close();
        worker.close();
        mailbox.close();
    }
}
