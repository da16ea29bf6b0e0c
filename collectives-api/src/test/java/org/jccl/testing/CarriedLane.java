// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

import java.util.Random;
import org.jccl.buffer.Memory;
import org.jccl.spi.Lane;

/**
 * A lane that carries the memory of emulated devices as a network device does: what is published of it arrives as one or not
 * at all, at some time, and where there is no room for all of it never.
 */
final class CarriedLane implements Lane {
    private static final int LATE_ONE_IN = 4;

    private final Lane inner;
    private final int mostBytes;
    private final Random random;

    CarriedLane(final Lane inner, final int mostBytes, final Random random) {
        this.inner = inner;
        this.mostBytes = mostBytes;
        this.random = random;
    }

    @Override
    public long publish(final long address, final long length) {
        if (!EmulatedAccelerator.holds(address)) {
            return inner.publish(address, length);
        }
        if (length > mostBytes) {
            throw new AssertionError(length + " bytes of a device's memory at once");
        }
        // as much for a few bytes, too: of short messages the ring says late that they were read
        final long place = inner.claim(Long.BYTES + mostBytes);
        if (place <= 0) {
            return place;
        }
        Memory.putLong(place, length);
        Memory.copy(EmulatedAccelerator.behind(address), place + Long.BYTES, length);
        inner.commit(Long.BYTES + mostBytes);
        return length;
    }

    @Override
    public long receive(final long address, final long length) {
        if (!EmulatedAccelerator.holds(address)) {
            return inner.receive(address, length);
        }
        final long arrived = inner.peek();
        if (arrived < Long.BYTES || random.nextInt(LATE_ONE_IN) == 0) {
            return Math.min(0, arrived);
        }
        final long bytes = Memory.getLong(inner.peeked());
        if (bytes > length) {
            throw new AssertionError("room for " + length + " bytes where " + bytes + " arrive as one");
        }
        Memory.copy(inner.peeked() + Long.BYTES, EmulatedAccelerator.behind(address), bytes);
        inner.consume(Long.BYTES + mostBytes);
        return bytes;
    }

    @Override
    public long claim(final int length) {
        return inner.claim(length);
    }

    @Override
    public void commit(final int length) {
        inner.commit(length);
    }

    @Override
    public int maxClaim() {
        return inner.maxClaim();
    }

    @Override
    public long offer(final long address, final long length) {
        return inner.offer(address, length);
    }

    @Override
    public boolean reaches(final long address, final long length) {
        return inner.reaches(address, length);
    }

    @Override
    public boolean flush() {
        return inner.flush();
    }

    @Override
    public long accepted() {
        return inner.accepted();
    }

    @Override
    public long consumed() {
        return inner.consumed();
    }

    @Override
    public long received() {
        return inner.received();
    }

    @Override
    public long peek() {
        return inner.peek();
    }

    @Override
    public boolean hasEnded() {
        return inner.hasEnded();
    }

    @Override
    public long peeked() {
        return inner.peeked();
    }

    @Override
    public void consume(final long length) {
        inner.consume(length);
    }

    @Override
    public void cancel() {
        inner.cancel();
    }
}
