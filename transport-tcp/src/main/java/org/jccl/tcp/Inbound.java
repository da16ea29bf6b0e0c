// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jccl.buffer.Memory;
import org.jccl.spi.Lane;
import org.jccl.spi.Wire;

/**
 * One lane's bytes on their way in: through a staging buffer where they are looked at, straight to their final place
 * where that is known.
 *
 * <p>How far a look reads ahead follows use. Data that is consumed where it lies is read in long pieces. Data that is
 * received elsewhere is not to be copied, so only a header's worth is read ahead of it, and each such read also brings
 * the header that follows.
 */
final class Inbound {
    /** A caller that leaves fewer bytes than this gets more behind them: a header or an element was split. */
    static final int CONTIGUOUS_BYTES = 256;
    /** Enough for a header and a small payload in one read; little to copy when a large payload follows. */
    static final int SHORT_READ_BYTES = 4 << 10;

    private static final int RECEIVE_BYTES = 256 << 10;
    /** What a peer may have under way when this side closes: a few receive buffers of the kernel. */
    private static final int DISCARDED_READS = 64;

    private final int capacity;
    private final long staging;
    private final ByteBuffer[] scatter = {Memory.window(), Memory.window()};

    /** Staged and not yet released: the bytes from {@code position} to {@code limit}. */
    private int position;

    private int limit;
    private int readAhead;
    private long released;
    private boolean ended;

    Inbound(final int capacity) {
        this.capacity = capacity;
        this.readAhead = capacity;
        this.staging = Memory.allocate(capacity);
    }

    /** How many bytes lie side by side at {@link #peeked}, or {@link Lane#BROKEN} once all before the end are gone. */
    long peek(final Wire wire) throws IOException {
        final int unread = limit - position;
        return unread >= CONTIGUOUS_BYTES || ended ? staged() : fill(wire);
    }

    long peeked() {
        return staging + position;
    }

    void consume(final long length) {
        position += (int) length;
        released += length;
        if (length > CONTIGUOUS_BYTES) {
            readAhead = capacity;
        }
    }

    /** Copies what is staged, then reads straight into the rest of the destination. */
    long receive(final Wire wire, final long address, final long length) throws IOException {
        final int copied = (int) Math.min(length, limit - position);
        Memory.copy(staging + position, address, copied);
        position += copied;
        released += copied;
        if (copied == length) {
            return copied;
        }
        final long read = ended ? Lane.BROKEN : readInto(wire, address + copied, length - copied);
        return copied > 0 ? copied + Math.max(0, read) : read;
    }

    /** Bytes consumed or received. */
    long released() {
        return released;
    }

    /** Bytes read from all connections so far, released or not. */
    long arrived() {
        return released + limit - position;
    }

    /** What is left may be read, and nothing will follow. */
    void end() {
        ended = true;
    }

    /** More will follow after all, over another connection. */
    void goOn() {
        ended = false;
    }

    boolean hasEnded() {
        return ended;
    }

    /** Whether {@link #peek} would ask the kernel for more. */
    boolean wantsMore() {
        return !ended && limit - position < CONTIGUOUS_BYTES;
    }

    /** Reads and forgets what has arrived. */
    void discard(final Wire wire) throws IOException {
        end();
        int reads = 0;
        while (reads < DISCARDED_READS && wire.read(Memory.point(scatter[1], staging, capacity)) > 0) {
            reads++;
        }
    }

    void free() {
        position = limit;
        Memory.free(staging);
    }

    private long staged() {
        final int unread = limit - position;
        return unread > 0 || !ended ? unread : Lane.BROKEN;
    }

    /** There is room: what is unread is short, and it is moved to the front unless it lies near the front already. */
    private long fill(final Wire wire) throws IOException {
        final int unread = limit - position;
        if (position >= unread) {
            Memory.copy(staging + position, staging, unread);
            position = 0;
            limit = unread;
        }
        final int bytes = Math.min(readAhead, capacity - limit);
        final int read = wire.read(Memory.point(scatter[1], staging + limit, bytes));
        if (read < 0) {
            end();
        } else {
            limit += read;
        }
        return staged();
    }

    /** The staging buffer is empty. What fits behind the destination goes there: it is the next header. */
    private long readInto(final Wire wire, final long address, final long length) throws IOException {
        final int bytes = (int) Math.min(length, RECEIVE_BYTES);
        final ByteBuffer destination = Memory.point(scatter[0], address, bytes);
        readAhead = SHORT_READ_BYTES;
        position = 0;
        limit = 0;
        final long read;
        if (bytes == length) {
            Memory.point(scatter[1], staging, SHORT_READ_BYTES);
            read = wire.read(scatter);
        } else {
            read = wire.read(destination);
        }
        if (read < 0) {
            end();
            return Lane.BROKEN;
        }
        limit = (int) Math.max(0, read - bytes);
        released += read - limit;
        return read - limit;
    }
}
