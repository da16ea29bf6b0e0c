// SPDX-License-Identifier: Apache-2.0
package org.jccl.ring;

import org.jccl.buffer.Memory;
import org.jccl.error.TransportException;

/** The receiving half of a lane: reads the ring that lies in the peer's region. See {@link RingSender} for the line. */
final class RingReceiver {
    /** Lines of small messages are given back in batches, since each return costs the sender a cache miss. */
    private static final int RELEASE_EVERY = RingGeometry.LINES / 4;

    private static final int MASK = RingGeometry.LINES - 1;

    private final long lines;
    private final long bulk;
    private final long consumedCounter;
    private final Regions regions;
    private final int peer;

    private long expected = 1;
    private long released;
    private long address;
    private long remaining;
    private boolean small;

    /** A receiver of the ring at these addresses in the peer's region. */
    RingReceiver(final long lines, final long bulk, final long consumedCounter, final Regions regions, final int peer) {
        this.lines = lines;
        this.bulk = bulk;
        this.consumedCounter = consumedCounter;
        this.regions = regions;
        this.peer = peer;
    }

    long peek() {
        return remaining > 0 || open() ? remaining : 0;
    }

    long peeked() {
        return address;
    }

    /** Returns whether the sender may have been waiting for what was released. */
    boolean consume(final long length) {
        address += length;
        remaining -= length;
        if (remaining > 0) {
            return false;
        }
        expected++;
        if (small && expected - 1 - released < RELEASE_EVERY) {
            return false;
        }
        released = expected - 1;
        Memory.putLongRelease(consumedCounter, released);
        return true;
    }

    private boolean open() {
        final long line = lines + ((expected - 1) & MASK) * RingGeometry.LINE_BYTES;
        if (Memory.getLongAcquire(line + RingSender.STAMP) != expected) {
            return false;
        }
        final int kind = Memory.getInt(line + RingSender.KIND);
        final long payload = line + RingSender.PAYLOAD;
        small = kind == RingSender.INLINE;
        switch (kind) {
            case RingSender.INLINE -> {
                address = payload;
                remaining = Memory.getInt(line + RingSender.LENGTH);
            }
            case RingSender.BULK -> {
                address = bulk + Memory.getLong(payload);
                remaining = Memory.getLong(payload + 8);
            }
            case RingSender.REFERENCE -> {
                address = regions.reach(peer, Memory.getLong(payload), Memory.getLong(payload + 8));
                remaining = Memory.getLong(payload + 16);
            }
            default ->
                throw new TransportException("rank " + peer + " wrote a line of kind " + kind
                        + " into shared memory; is it another version?");
        }
        return true;
    }
}
