// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import org.jccl.buffer.Accelerator;
import org.jccl.buffer.Memory;
import org.jccl.spi.Lane;

/**
 * Where peers read each other's memory: what travels instead of each run of bytes is how many they are and where they lie. A
 * reference is taken off the stream when the bytes have been read, not before: that tells the sender.
 */
final class ReferringLane implements DeviceLane {
    /** Too many to be one of the short messages of which a ring says late that they were read. */
    private static final int BYTES = Long.BYTES + Accelerator.REFERENCE_BYTES;

    private final Lane lane;
    private final Accelerator device;
    private long address;
    private long left;

    ReferringLane(final Lane lane, final Accelerator device) {
        this.lane = lane;
        this.device = device;
    }

    @Override
    public long publish(final long from, final long bytes, final long position) {
        final long place = lane.claim(BYTES);
        if (place <= 0) {
            return place;
        }
        Memory.putLong(place, bytes);
        device.refer(from, place + Long.BYTES);
        lane.commit(BYTES);
        return bytes;
    }

    @Override
    public long available(final long ofMessage) {
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

    @Override
    public long address() {
        return address;
    }

    @Override
    public void consume(final long bytes) {
        left -= bytes;
        address += bytes;
        if (left == 0) {
            lane.consume(BYTES);
        }
    }

    @Override
    public void close() {
        // it has none
    }
}
