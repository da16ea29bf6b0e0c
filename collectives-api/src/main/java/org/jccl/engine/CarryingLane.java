// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import org.jccl.buffer.Accelerator;
import org.jccl.spi.Lane;

/**
 * Where the network's device moves bytes between the memory of two devices (GPUDirect RDMA): they land in memory of this
 * device's, one half of which fills while the other is read. The sender cuts a message at multiples of what the lane carries
 * as one, so that halves end where publications end.
 */
final class CarryingLane implements DeviceLane {
    /** So large that to begin a kernel for each costs little. */
    private static final long LARGEST_HALF_BYTES = 2 << 20;

    private final Lane lane;
    private final long carriedBytes;
    private final Scratch landing;
    private long halfBytes;

    private Half front = new Half();
    private Half back = new Half();
    private boolean broken;

    /** A stretch of a message: so many bytes are to come there, have come, and have been read. */
    private static final class Half {
        long address;
        long wanted;
        long landed;
        long read;

        boolean isFull() {
            return landed == wanted;
        }
    }

    /**
     * A lane.
     *
     * @param carriedBytes how many bytes it carries as one
     */
    CarryingLane(final Lane lane, final Accelerator device, final long carriedBytes) {
        this.lane = lane;
        this.carriedBytes = carriedBytes;
        this.landing = new Scratch(PlanMemory.of(device));
    }

    @Override
    public long publish(final long from, final long bytes, final long position) {
        return lane.publish(from, Math.min(bytes, carriedBytes - position % carriedBytes));
    }

    @Override
    public long available(final long left) {
        if (front.wanted == 0) {
            makeRoom(left);
            front.wanted = Math.min(left, halfBytes);
        }
        fill(front);
        if (front.isFull()) {
            if (back.wanted == 0) {
                back.wanted = Math.min(left - (front.wanted - front.read), halfBytes);
            }
            fill(back);
        }
        return broken && !front.isFull() ? Lane.BROKEN : front.landed - front.read;
    }

    private void makeRoom(final long left) {
        final long most = Math.max(carriedBytes, LARGEST_HALF_BYTES - LARGEST_HALF_BYTES % carriedBytes);
        final long wanted = Math.min(most, (left + carriedBytes - 1) / carriedBytes * carriedBytes);
        if (wanted > halfBytes) {
            halfBytes = wanted;
            front.address = landing.reserve(2 * halfBytes);
            back.address = front.address + halfBytes;
        }
    }

    private void fill(final Half half) {
        if (half.isFull() || broken) {
            return;
        }
        final long came = lane.receive(half.address + half.landed, half.wanted - half.landed);
        if (came < 0) {
            broken = true;
        } else {
            half.landed += came;
        }
    }

    @Override
    public long address() {
        return front.address + front.read;
    }

    @Override
    public void consume(final long bytes) {
        front.read += bytes;
        if (front.read == front.wanted) {
            front.wanted = 0;
            front.landed = 0;
            front.read = 0;
            final Half emptied = front;
            front = back;
            back = emptied;
        }
    }

    @Override
    public void close() {
        landing.close();
    }
}
