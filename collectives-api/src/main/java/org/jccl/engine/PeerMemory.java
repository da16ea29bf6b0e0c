// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import org.jccl.buffer.Accelerator;
import org.jccl.buffer.Memory;
import org.jccl.spi.Lane;

/**
 * Device memory of a peer's that its messages refer to: what travels instead of each run of bytes is how many they are and
 * where they lie. A reference is taken off the stream when the bytes have been read, not before: that tells the sender.
 */
final class PeerMemory {
    private static final int BYTES = Long.BYTES + Accelerator.REFERENCE_BYTES;

    private final Lane lane;
    private final Accelerator device;
    private long address;
    private long left;

    PeerMemory(final Lane lane, final Accelerator device) {
        this.lane = lane;
        this.device = device;
    }

    /**
     * Gives a peer the bytes of a range to read.
     *
     * @return how many were accepted: all, or 0 if there is no room now, or {@link Lane#BROKEN}
     */
    static long publish(final Lane lane, final Accelerator device, final long address, final long bytes) {
        final long place = lane.claim(BYTES);
        if (place <= 0) {
            return place;
        }
        Memory.putLong(place, bytes);
        device.refer(address, place + Long.BYTES);
        lane.commit(BYTES);
        return bytes;
    }

    /** How many bytes lie at {@link #address()}; 0 if none yet, or {@link Lane#BROKEN}. */
    long available() {
        if (left > 0) {
            return left;
        }
        final long arrived = lane.peek();
        if (arrived < BYTES) {
            return arrived < 0 || lane.hasEnded() ? Lane.BROKEN : 0;
        }
        address = device.resolve(lane.peeked() + Long.BYTES);
        left = Memory.getLong(lane.peeked());
        return left > 0 ? left : Lane.BROKEN;
    }

    long address() {
        return address;
    }

    /** The next bytes have been read. */
    void consume(final long bytes) {
        left -= bytes;
        address += bytes;
        if (left == 0) {
            lane.consume(BYTES);
        }
    }
}
