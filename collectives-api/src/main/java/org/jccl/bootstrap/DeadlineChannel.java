// SPDX-License-Identifier: Apache-2.0
package org.jccl.bootstrap;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.jccl.spi.Handshake;
import org.jccl.spi.Wire;
import org.jccl.spi.Wiring;

/** A connection whose every call ends by its deadline, or when the thread is interrupted. One thread. */
final class DeadlineChannel implements AutoCloseable {
    private final Wire wire;
    private final Selector selector;
    private long deadlineNs;

    private DeadlineChannel(final Wire wire, final Selector selector, final long deadlineNs) {
        this.wire = wire;
        this.selector = selector;
        this.deadlineNs = deadlineNs;
    }

    /**
     * Connects.
     *
     * @param deadlineNs on {@link System#nanoTime}'s clock
     */
    static DeadlineChannel connect(final InetSocketAddress address, final Wiring wiring, final long deadlineNs)
            throws IOException {
        final SocketChannel socket = SocketChannel.open();
        final DeadlineChannel opened = new DeadlineChannel(wiring.over(socket, true), Selector.open(), deadlineNs);
        try {
            socket.configureBlocking(false);
            if (!socket.connect(address)) {
                while (!socket.finishConnect()) {
                    opened.await(SelectionKey.OP_CONNECT);
                }
            }
            while (!opened.wire.establish()) {
                opened.await(SelectionKey.OP_READ);
            }
            return opened;
        } catch (final IOException | RuntimeException cannot) {
            opened.close();
            throw cannot;
        }
    }

    /** Takes over a connection that exists, which is non-blocking; without time until it gets a deadline. */
    static DeadlineChannel of(final Wire wire) throws IOException {
        return new DeadlineChannel(wire, Selector.open(), System.nanoTime());
    }

    /** Sends the first bytes of a greeting ahead, if that helps; returns how many. */
    int announce() throws IOException {
        return Handshake.announce(wire);
    }

    void deadline(final long newDeadlineNs) {
        deadlineNs = newDeadlineNs;
    }

    /** Writes all of it. */
    void write(final ByteBuffer bytes) throws IOException {
        while (wire.write(bytes) >= 0 && bytes.hasRemaining()) {
            await(SelectionKey.OP_WRITE);
        }
    }

    /** Reads that many bytes. */
    ByteBuffer read(final int length) throws IOException {
        final ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            final int count = wire.read(bytes);
            if (count < 0) {
                throw new EOFException("the connection was closed");
            }
            if (count == 0) {
                await(SelectionKey.OP_READ);
            }
        }
        return bytes.flip();
    }

    private void await(final int operation) throws IOException {
        final long leftNs = deadlineNs - System.nanoTime();
        if (leftNs <= 0) {
            throw new SocketTimeoutException("no answer");
        }
        wire.socket().register(selector, operation);
        selector.select(TimeUnit.NANOSECONDS.toMillis(leftNs) + 1);
        selector.selectedKeys().clear();
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted");
        }
    }

    @Override
    public void close() {
        try (selector;
                wire) {
            // both are closed by leaving
        } catch (final IOException ignored) {
            // nobody to tell
        }
    }
}
