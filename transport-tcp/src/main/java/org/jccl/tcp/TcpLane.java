// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jccl.spi.Lane;
import org.jccl.spi.Waiter;

/** One connection, driven by the domain's owner. Until it is open what is claimed is staged and nothing else is taken. */
final class TcpLane implements Lane {
    private final LaneConnection connection;
    private final Waiter waiter;
    private final Outbound outbound;
    private final Inbound inbound;
    private SocketChannel channel;
    private SelectionKey key;
    private int interest;
    private String failure;
    private boolean closed;

    TcpLane(final LaneConnection connection, final Waiter waiter, final int stagingBytes, final int readBytes) {
        this.connection = connection;
        this.waiter = waiter;
        this.outbound = new Outbound(stagingBytes);
        this.inbound = new Inbound(readBytes);
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
            return outbound.offer(channel, address, length);
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
            return outbound.flush(channel);
        } catch (final IOException broken) {
            broke(broken);
            return true;
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
        if (!isOpen()) {
            return failure == null ? 0 : BROKEN;
        }
        try {
            return ended(inbound.peek(channel));
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
        if (!isOpen()) {
            return failure == null ? 0 : BROKEN;
        }
        try {
            return ended(inbound.receive(channel, address, length));
        } catch (final IOException broken) {
            inbound.end();
            return broke(broken);
        }
    }

    /** Nothing to end: a destination is written only while {@link #receive} runs. */
    @Override
    public void cancel() {}

    /** Why it is broken, or null. */
    String failure() {
        return failure;
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
            final boolean write = failure == null && (outbound.isBlocked() || !outbound.isEmpty());
            listen(read | (write ? SelectionKey.OP_WRITE : 0));
        }
    }

    void wake() {
        outbound.unblock();
        listen(interest & ~SelectionKey.OP_WRITE);
    }

    private void listen(final int operations) {
        if (interest != operations && key.isValid()) {
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
        channel = null;
        failure = "is out of reach: this side has closed the connection";
        outbound.free();
        inbound.free();
    }

    /** A connection that is closed over unread bytes is reset, and what is on its way to the peer is lost. */
    private void closeInOrder() {
        try {
            channel.shutdownOutput();
            inbound.discard(channel);
        } catch (final IOException gone) {
            // the peer was first
        }
    }

    private boolean isWritable() {
        return failure == null && isOpen();
    }

    private boolean isOpen() {
        return channel != null || connection.isSettled() && adopt();
    }

    /** The connection has been made, or has failed, on another thread; from here on it is the owner's. */
    private boolean adopt() {
        final SocketChannel made = connection.channel();
        if (made == null) {
            failure = failure == null ? connection.failure() : failure;
            return false;
        }
        try {
            made.setOption(StandardSocketOptions.TCP_NODELAY, true);
        } catch (final IOException broken) {
            broke(broken);
        }
        key = waiter.register(made, SelectionKey.OP_READ, TcpLane::nothing);
        interest = SelectionKey.OP_READ;
        channel = made;
        return true;
    }

    /** Lanes are looked at anyway after every wake-up. */
    private static void nothing() {}

    private long ended(final long result) {
        if (inbound.hasEnded() && failure == null) {
            failure = "closed its connection";
        }
        return result;
    }

    private long broke(final IOException broken) {
        if (failure == null) {
            failure = "reset its connection (" + broken.getMessage() + ")";
        }
        return BROKEN;
    }
}
