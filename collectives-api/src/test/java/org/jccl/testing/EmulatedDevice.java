// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jccl.DataType;
import org.jccl.buffer.Accelerator;
import org.jccl.buffer.BufferView;
import org.jccl.buffer.CopyEngine;
import org.jccl.buffer.Memory;

/**
 * An accelerator in host memory: an address space of its own, whose addresses mean nothing to the processor, and a copy
 * engine that takes its time, is sometimes busy, and ends copies in any order. Seeded. Any thread.
 */
public final class EmulatedDevice implements CopyEngine, AutoCloseable {
    /** No native address is that high, so an access without the engine would crash instead of passing unnoticed. */
    private static final AtomicLong NEXT_ADDRESS = new AtomicLong(1L << 61);

    private static final int LONGEST_COPY_POLLS = 5;
    private static final int BUSY_ONE_IN = 4;

    private final Random random;
    private final long memory;
    private final long lengthBytes;
    private final Map<Long, Copy> copies = new HashMap<>();
    private final EmulatedAccelerator accelerator;
    private final long first;
    private long tickets;

    private static final class Copy {
        final long source;
        final long destination;
        final long bytes;
        int pollsLeft;

        Copy(final long source, final long destination, final long bytes, final int pollsLeft) {
            this.source = source;
            this.destination = destination;
            this.bytes = bytes;
            this.pollsLeft = pollsLeft;
        }
    }

    /** A device with that much memory. */
    public EmulatedDevice(final long lengthBytes, final long seed) {
        this(lengthBytes, seed, null, false);
    }

    private EmulatedDevice(
            final long lengthBytes, final long seed, final EmulatedAccelerator accelerator, final boolean shareable) {
        this.lengthBytes = lengthBytes;
        this.memory = Memory.allocate(Math.max(1, lengthBytes));
        this.random = new Random(seed);
        this.accelerator = accelerator;
        this.first = accelerator == null
                ? NEXT_ADDRESS.getAndAdd(lengthBytes + 1)
                : accelerator.map(memory, lengthBytes, shareable);
    }

    /** Memory of a device where plans can run. */
    public static EmulatedDevice on(
            final EmulatedAccelerator accelerator, final long lengthBytes, final long seed, final boolean shareable) {
        return new EmulatedDevice(lengthBytes, seed, accelerator, shareable);
    }

    @Override
    public Accelerator accelerator() {
        return accelerator;
    }

    /** A view of device memory. */
    public BufferView view(final long offsetBytes, final long count, final DataType type) {
        return new BufferView().wrapDevice(this, first + offsetBytes, count, type, this);
    }

    /** The native address behind a place of the device, for filling and checking. */
    public long behind(final long offsetBytes) {
        return memory + offsetBytes;
    }

    @Override
    public long load(final Object base, final long source, final long address, final long bytes) {
        return begin(host(source, bytes), address, bytes);
    }

    @Override
    public long store(final long address, final Object base, final long destination, final long bytes) {
        return begin(address, host(destination, bytes), bytes);
    }

    private long host(final long deviceAddress, final long bytes) {
        if (accelerator != null) {
            return accelerator.behind(deviceAddress, bytes);
        }
        final long offset = deviceAddress - first;
        if (offset < 0 || offset + bytes > lengthBytes) {
            throw new AssertionError(bytes + " bytes at " + offset + " of a device of " + lengthBytes);
        }
        return memory + offset;
    }

    private synchronized long begin(final long source, final long destination, final long bytes) {
        if (random.nextInt(BUSY_ONE_IN) == 0) {
            return BUSY;
        }
        copies.put(++tickets, new Copy(source, destination, bytes, random.nextInt(LONGEST_COPY_POLLS)));
        return tickets;
    }

    @Override
    public synchronized boolean isDone(final long ticket) {
        final Copy copy = copies.get(ticket);
        if (copy == null) {
            throw new AssertionError("ticket " + ticket + " was never given, or asked for after its end");
        }
        if (copy.pollsLeft-- > 0) {
            return false;
        }
        Memory.copy(copy.source, copy.destination, copy.bytes);
        copies.remove(ticket);
        return true;
    }

    /** Copies that were begun and not seen to their end. */
    public synchronized int pending() {
        return copies.size();
    }

    @Override
    public void close() {
        if (accelerator != null) {
            EmulatedAccelerator.unmap(first);
        }
        Memory.free(memory);
    }
}
