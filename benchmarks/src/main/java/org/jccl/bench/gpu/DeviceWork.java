// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.gpu;

import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.buffer.Accelerator;
import org.jccl.buffer.CopyEngine;
import org.jccl.buffer.Memory;
import org.jccl.gpu.DeviceBuffer;

/**
 * Copies and kernels on a device without a collective around them, by the calls of the driver that collectives make. Each
 * method returns when its work has ended. One thread.
 */
final class DeviceWork implements AutoCloseable {
    /** Begun before the first is waited for, so that a rate is the device's and not that of asking. */
    private static final int COPIES_AT_ONCE = 8;

    private static final long PAGE_BYTES = 4096;

    private final long bytes;
    private final DeviceBuffer first;
    private final DeviceBuffer second;
    private final CopyEngine engine;
    private final Accelerator accelerator;
    private final long memory;
    /** Pages of that memory. */
    private final long host;

    private final long operands = Memory.allocate(2L * Long.BYTES);
    private final long[] tickets = new long[COPIES_AT_ONCE];

    /** Takes so many bytes of the device twice, and twice as many of the host, pinned; a multiple of pages. */
    DeviceWork(final int device, final long bytes) {
        this.bytes = bytes;
        first = DeviceBuffer.allocate(device, bytes, DataType.UINT8);
        second = DeviceBuffer.allocate(device, bytes, DataType.UINT8);
        engine = first.view().copyEngine();
        accelerator = engine.accelerator();
        memory = Memory.allocate(2 * bytes + PAGE_BYTES);
        host = (memory + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
        // memory that nobody has written has no pages to pin
        Memory.fill(host, 2 * bytes, (byte) 0);
        if (!engine.pin(host, 2 * bytes)) {
            throw new IllegalStateException(2 * bytes + " bytes of the host cannot be pinned");
        }
        Memory.putLong(operands, first.address());
        Memory.putLong(operands + Long.BYTES, second.address());
    }

    /** From the device to the host. */
    void load() {
        await(beginLoad(), engine::isDone);
    }

    /** From the host to the device. */
    void store() {
        await(beginStore(), engine::isDone);
    }

    /** Both at once. */
    void loadAndStore() {
        final long load = beginLoad();
        final long store = beginStore();
        await(load, engine::isDone);
        await(store, engine::isDone);
    }

    private long beginLoad() {
        return begin(() -> engine.load(null, first.address(), host, bytes));
    }

    private long beginStore() {
        return begin(() -> engine.store(host + bytes, null, second.address(), bytes));
    }

    /** Within the device, {@link #COPIES_AT_ONCE} times. */
    void copy() {
        for (int i = 0; i < COPIES_AT_ONCE; i++) {
            tickets[i] = begin(() -> accelerator.copy(first.address(), second.address(), bytes));
        }
        for (final long ticket : tickets) {
            await(ticket, accelerator::isDone);
        }
    }

    /** How much {@link #copy} reads, and writes as well. */
    long copiedBytes() {
        return COPIES_AT_ONCE * bytes;
    }

    /** Adds one number to another by the kernel that reduces. */
    void launch() {
        final long ticket =
                begin(() -> accelerator.combine(DataType.FLOAT32, ReduceOp.SUM, operands, 2, second.address(), 1, 0));
        await(ticket, accelerator::isDone);
    }

    private static long begin(final LongSupplier work) {
        long ticket = work.getAsLong();
        while (ticket == CopyEngine.BUSY) {
            Thread.onSpinWait();
            ticket = work.getAsLong();
        }
        return ticket;
    }

    private static void await(final long ticket, final LongPredicate isDone) {
        while (ticket != CopyEngine.DONE && !isDone.test(ticket)) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        engine.unpin(host);
        Memory.free(memory);
        Memory.free(operands);
        first.close();
        second.close();
    }
}
