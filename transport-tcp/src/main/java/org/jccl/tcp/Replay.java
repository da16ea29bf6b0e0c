// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jccl.buffer.Memory;
import org.jccl.spi.Wire;

/**
 * The latest bytes of a lane's stream, as far as the peer may lack them: they leave from here, and what a connection that
 * breaks takes with it leaves from here again. A ring; positions count the bytes of the lane's stream:
 *
 * <pre>
 *   acknowledged &lt;= sent &lt;= kept &lt;= acknowledged + capacity
 * </pre>
 */
final class Replay {
    private final int capacity;
    private final long ring;
    private final ByteBuffer window = Memory.window();
    /** The peer has all before. */
    private long acknowledged;
    /** The present connection has been given all before. */
    private long sent;

    private long kept;

    Replay(final int capacity) {
        this.capacity = capacity;
        this.ring = Memory.allocate(capacity);
    }

    /** How many bytes more may be kept. */
    long room() {
        return capacity - (kept - acknowledged);
    }

    long acknowledged() {
        return acknowledged;
    }

    long sent() {
        return sent;
    }

    long kept() {
        return kept;
    }

    /** Keeps the stream's next bytes, at most {@link #room}. */
    void keep(final long address, final long length) {
        final long at = kept % capacity;
        final long first = Math.min(length, capacity - at);
        Memory.copy(address, ring + at, first);
        Memory.copy(address + first, ring, length - first);
        kept += length;
    }

    /** The peer has all bytes before that position. What it says too late, or could not know, changes nothing. */
    void acknowledge(final long position) {
        if (position <= kept) {
            acknowledged = Math.max(acknowledged, Math.min(position, sent));
        }
    }

    /** The next connection goes on at that position, where the peer is; returns whether it can. */
    boolean rewind(final long position) {
        if (position < acknowledged || position > kept) {
            return false;
        }
        acknowledged = position;
        sent = position;
        return true;
    }

    /** Whether bytes are to be sent before others may follow. */
    boolean isBehind() {
        return sent < kept;
    }

    /** Sends them, as many as the kernel takes; returns whether all have gone. */
    boolean send(final Wire wire) throws IOException {
        long written = 1;
        while (sent < kept && written > 0) {
            final long at = sent % capacity;
            final int bytes = (int) Math.min(Math.min(kept - sent, capacity - at), Outbound.WRITE_BYTES);
            written = wire.write(Memory.point(window, ring + at, bytes));
            sent += written;
        }
        return sent == kept;
    }

    void free() {
        Memory.free(ring);
    }
}
