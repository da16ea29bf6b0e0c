// SPDX-License-Identifier: Apache-2.0
package org.jccl.bootstrap;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;
import org.jccl.control.Sockets;
import org.jccl.spi.Wire;

/** One rank's connection, seen from the store. Used by rank 0's thread. */
final class StoreGuest implements AutoCloseable {
    private static final int HEADER_BYTES = 12;
    /** More than an ordinary entry has. */
    private static final int FIRST_BYTES = 4 << 10;

    private final int rank;
    private final Wire wire;
    private final String remote;
    private final long sinceNs = System.nanoTime();
    private final ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    private ByteBuffer entry;
    private ByteBuffer answer;
    private SelectionKey key;
    private long deadlineNs;

    StoreGuest(final int rank, final Wire wire) {
        this.rank = rank;
        this.wire = wire;
        this.remote = Sockets.remote(wire.socket());
    }

    void register(final Selector selector) {
        try {
            key = wire.socket().register(selector, SelectionKey.OP_READ, this);
        } catch (final ClosedChannelException closed) {
            close();
        }
    }

    int rank() {
        return rank;
    }

    /** Where it comes from, for messages. */
    String remote() {
        return remote;
    }

    /** How many ranks it believes there are; valid when it {@link #hasSaid}. */
    int size() {
        return header.getInt(0);
    }

    /** What it wants all to know; valid when it {@link #hasSaid}. */
    byte[] entry() {
        return entry.array();
    }

    /** When it came. */
    long sinceNs() {
        return sinceNs;
    }

    /** When it will stop waiting, on {@link System#nanoTime}'s clock; valid when it {@link #hasSaid}. */
    long deadlineNs() {
        return deadlineNs;
    }

    boolean hasSaid() {
        return entry != null && entry.position() == header.getInt(8);
    }

    boolean hasGone() {
        return !wire.isOpen();
    }

    /** Whether nothing is left to tell it. */
    boolean isAnswered() {
        return hasGone() || answer != null && !answer.hasRemaining();
    }

    /** Reads what has come, or writes what is to go. */
    void ready() {
        try {
            if (answer != null) {
                wire.write(answer);
            } else {
                readOn();
            }
        } catch (final IOException broken) {
            close();
        }
    }

    private void readOn() throws IOException {
        do {
            if (entry == null) {
                readHeader();
            } else {
                readEntry();
            }
        } while (!hasSaid() && wire.hasMore());
    }

    private void readHeader() throws IOException {
        read(header);
        if (header.hasRemaining()) {
            return;
        }
        final int length = header.getInt(8);
        if (length < 0 || length > TcpStore.MAX_ENTRY_BYTES) {
            throw new IOException("an entry of " + length + " bytes");
        }
        deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(header.getInt(4));
        entry = ByteBuffer.allocate(Math.min(length, FIRST_BYTES));
        readEntry();
    }

    private void readEntry() throws IOException {
        if (hasSaid()) {
            // behind the entry nothing follows, so that reading one more byte finds out whether the rank is still there
            read(ByteBuffer.allocate(1));
            return;
        }
        if (!entry.hasRemaining()) {
            // twice as much as has come: a length alone takes no memory
            entry = ByteBuffer.allocate(Math.min(header.getInt(8), 2 * entry.capacity()))
                    .put(entry.flip());
        }
        read(entry);
    }

    private void read(final ByteBuffer into) throws IOException {
        if (wire.read(into) < 0) {
            throw new EOFException();
        }
    }

    /** Tells it that; the buffer is shared with others. */
    void answer(final ByteBuffer bytes) {
        if (answer == null && !hasGone()) {
            answer = bytes.duplicate();
            key.interestOps(SelectionKey.OP_WRITE);
            ready();
        }
    }

    @Override
    public void close() {
        Sockets.close(wire);
    }
}
