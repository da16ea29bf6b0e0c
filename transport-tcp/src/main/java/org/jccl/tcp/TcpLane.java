// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import org.jccl.spi.Lane;
import org.jccl.spi.Waiter;
import org.jccl.spi.Wire;

/** One connection, driven by the domain's owner. Until it is open what is claimed is staged and nothing else is taken. */
class TcpLane implements Lane {
    final Inbound inbound;
    private final LaneConnection connection;
    private final Waiter waiter;
    private final Outbound outbound;
    private Wire wire;
    private SelectionKey key;
    private int interest;
    private String failure;
    private boolean closed;

    TcpLane(final LaneConnection connection, final Waiter waiter, final Outbound outbound, final Inbound inbound) {
        this.connection = connection;
        this.waiter = waiter;
        this.outbound = outbound;
        this.inbound = inbound;
    }

    @Override
    public long claim(final int length) {
        final long room = failure == null ? outbound.claim(length) : BROKEN;
        if (room != 0) {
            return room;
        }
        flush();
        return failure == null ? outbound.claim(length) : BROKEN;
    }

    @Override
    public void commit(final int length) {
        outbound.commit(length);
    }

    @Override
    public int maxClaim() {
        return outbound.capacity();
    }

    @Override
    public long offer(final long address, final long length) {
        if (!isWritable()) {
            return failure == null ? 0 : BROKEN;
        }
        try {
            return outbound.offer(wire, address, length);
        } catch (final IOException broken) {
            return broke(broken);
        }
    }

    /** Never: the bytes cross a wire. */
    @Override
    public boolean reaches(final long address, final long length) {
        return false;
    }

    @Override
    public long publish(final long address, final long length) {
        return failure == null ? 0 : BROKEN;
    }

    @Override
    public boolean flush() {
        if (!isWritable()) {
            return failure != null || outbound.isEmpty();
        }
        try {
            return outbound.flush(wire);
        } catch (final IOException broken) {
            broke(broken);
            return failure != null || outbound.isEmpty();
        }
    }

    @Override
    public long accepted() {
        return outbound.accepted();
    }

    /** What the kernel has taken: the memory is free by then, and this side may close without losing it. */
    @Override
    public long consumed() {
        return outbound.written();
    }

    @Override
    public long received() {
        return inbound.released();
    }

    @Override
    public long peek() {
        if (!isReadable()) {
            return 0;
        }
        try {
            return ended(inbound.peek(wire));
        } catch (final IOException broken) {
            inbound.end();
            return broke(broken);
        }
    }

    @Override
    public boolean hasEnded() {
        return inbound.hasEnded();
    }

    @Override
    public long peeked() {
        return inbound.peeked();
    }

    @Override
    public void consume(final long length) {
        inbound.consume(length);
    }

    @Override
    public long receive(final long address, final long length) {
        if (!isReadable()) {
            return 0;
        }
        final long before = inbound.released();
        try {
            return ended(inbound.receive(wire, address, length));
        } catch (final IOException broken) {
            inbound.end();
            // what was staged lies at the destination already
            return Math.max(broke(broken), inbound.released() - before);
        }
    }

    /** Nothing to end: a destination is written only while {@link #receive} runs. */
    @Override
    public void cancel() {}

    /** Why it is broken, or null. */
    String failure() {
        return failure;
    }

    /** What keeps it from moving for now, or null. */
    String trouble() {
        return null;
    }

    /**
     * Asks to be woken by what this lane would act on: bytes if it would read them, room if it was refused some. Reads
     * first, since bytes that nobody asks for yet would make every attempt to sleep end at once.
     */
    void prepareSleep() {
        flush();
        if (isOpen()) {
            peek();
            final int read = inbound.wantsMore() ? SelectionKey.OP_READ : 0;
            final boolean write = failure == null && outbound.wantsRoom();
            listen(read | (write ? SelectionKey.OP_WRITE : 0));
        }
    }

    void wake() {
        outbound.unblock();
        if (key != null) {
            listen(interest & ~SelectionKey.OP_WRITE);
        }
    }

    private void listen(final int operations) {
        if (key == null && wire != null) {
            interest = operations;
            key = waiter.register(wire.socket(), operations, TcpLane::nothing);
        } else if (interest != operations && key != null && key.isValid()) {
            interest = operations;
            key.interestOps(operations);
        }
    }

    /** In good order if that can be had without waiting; idempotent. */
    void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (isOpen()) {
            closeInOrder();
        }
        connection.close();
        wire = null;
        failure = "is out of reach: this side has closed the connection";
        outbound.free();
        inbound.free();
    }

    /** A connection that is closed over unread bytes is reset, and what is on its way to the peer is lost. */
    private void closeInOrder() {
        try {
            wire.shutdownOutput();
            inbound.discard(wire);
        } catch (final IOException gone) {
            // the peer was first
        }
    }

    private boolean isWritable() {
        return failure == null && isOpen();
    }

    /** Whether a look makes sense: what came before a failure may still be read. */
    private boolean isReadable() {
        if (isOpen()) {
            return true;
        }
        if (failure != null) {
            inbound.end();
        }
        return failure != null;
    }

    boolean isOpen() {
        return wire != null || connection.isSettled() && adopt();
    }

    /** The connection has been made, or has failed, on another thread; from here on it is the owner's. */
    private boolean adopt() {
        final Wire made = connection.wire();
        if (made == null) {
            failure = failure == null ? connection.failure() : failure;
            return false;
        }
        use(made);
        return true;
    }

    /** From here on it reads and writes that connection; null if there is none for now. */
    final void use(final Wire made) {
        wire = made;
        key = null;
        interest = 0;
    }

    /** The connection it reads and writes, or null. */
    final Wire wire() {
        return wire;
    }

    /** Lanes are looked at anyway after every wake-up. */
    private static void nothing() {}

    private long ended(final long result) {
        return inbound.hasEnded() && failure == null ? Math.max(result, lost("closed its connection")) : result;
    }

    private long broke(final IOException broken) {
        return failure == null ? lost("reset its connection (" + broken.getMessage() + ")") : BROKEN;
    }

    /** The connection is of no use any more, and why; returns what the caller is told. */
    long lost(final String how) {
        failure = how;
        return BROKEN;
    }
}
