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

/** A connection whose every call ends by its deadline, or when the thread is interrupted. One thread. */
final class DeadlineChannel implements AutoCloseable {
    private final SocketChannel channel;
    private final Selector selector;
    private long deadlineNs;

    private DeadlineChannel(final SocketChannel channel, final Selector selector, final long deadlineNs) {
        this.channel = channel;
        this.selector = selector;
        this.deadlineNs = deadlineNs;
    }

    /**
     * Connects.
     *
     * @param deadlineNs on {@link System#nanoTime}'s clock
     */
    static DeadlineChannel connect(final InetSocketAddress address, final long deadlineNs) throws IOException {
        final DeadlineChannel opened = new DeadlineChannel(SocketChannel.open(), Selector.open(), deadlineNs);
        try {
            opened.channel.configureBlocking(false);
            if (!opened.channel.connect(address)) {
                while (!opened.channel.finishConnect()) {
                    opened.await(SelectionKey.OP_CONNECT);
                }
            }
            return opened;
        } catch (final IOException | RuntimeException cannot) {
            opened.close();
            throw cannot;
        }
    }

    /** Takes over a connection that exists, which is non-blocking; without time until it gets a deadline. */
    static DeadlineChannel of(final SocketChannel channel) throws IOException {
        return new DeadlineChannel(channel, Selector.open(), System.nanoTime());
    }

    void deadline(final long newDeadlineNs) {
        deadlineNs = newDeadlineNs;
    }

    /** Writes all of it. */
    void write(final ByteBuffer bytes) throws IOException {
        while (channel.write(bytes) >= 0 && bytes.hasRemaining()) {
            await(SelectionKey.OP_WRITE);
        }
    }

    /** Reads that many bytes. */
    ByteBuffer read(final int length) throws IOException {
        final ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            final int count = channel.read(bytes);
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
        channel.register(selector, operation);
        selector.select(TimeUnit.NANOSECONDS.toMillis(leftNs) + 1);
        selector.selectedKeys().clear();
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted");
        }
    }

    @Override
    public void close() {
        try (selector;
                channel) {
            // both are closed by leaving
        } catch (final IOException ignored) {
            // nobody to tell
        }
    }
}
