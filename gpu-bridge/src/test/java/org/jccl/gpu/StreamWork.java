// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

import java.util.function.IntSupplier;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;
import org.jccl.buffer.Memory;

/** Other work on a stream: copies of single elements, from and to a row of them in host memory, and something that sticks. */
final class StreamWork implements AutoCloseable {
    private static final long DEADLINE_NS = 30_000_000_000L;

    private final DeviceStream stream;
    private final DeviceContext context;
    private final int length;
    private final long row;

    /** A row of that many elements, all -1. */
    StreamWork(final DeviceStream stream, final int length) {
        this.stream = stream;
        this.context = DeviceContext.of(stream.device());
        this.length = length;
        this.row = Memory.allocate((long) length * Integer.BYTES);
        Memory.fill(row, (long) length * Integer.BYTES, (byte) -1);
    }

    /** When its turn comes the stream writes that to the buffer's first element. */
    void write(final DeviceBuffer to, final int index, final int value) {
        Memory.putInt(at(index), value);
        put(() -> JCudaDriver.cuMemcpyHtoDAsync(
                new DeviceAddress(to.address()), new HostAddress(at(index)), Integer.BYTES, stream.handle()));
    }

    /** When its turn comes the stream reads the buffer's first element. */
    void read(final DeviceBuffer from, final int index) {
        put(() -> JCudaDriver.cuMemcpyDtoHAsync(
                new HostAddress(at(index)), new DeviceAddress(from.address()), Integer.BYTES, stream.handle()));
    }

    /** The stream sticks until the gate is opened. */
    StreamGate stick() {
        final StreamGate gate = context.gates().take();
        put(() -> gate.shut(stream.handle()));
        return gate;
    }

    private void put(final IntSupplier work) {
        context.call("work on a stream", work);
    }

    /** Ends what sticks. */
    void go(final StreamGate gate) {
        gate.open();
        context.gates().giveBack(gate);
    }

    /** What was written or read there. */
    int value(final int index) {
        return Memory.getInt(at(index));
    }

    private long at(final int index) {
        if (index >= length) {
            throw new AssertionError(index + " of " + length);
        }
        return row + (long) index * Integer.BYTES;
    }

    /** Waits until all that is on the stream has ended. */
    void synchronize() {
        final long begun = System.nanoTime();
        while (JCudaDriver.cuStreamQuery(stream.handle()) == CUresult.CUDA_ERROR_NOT_READY) {
            if (System.nanoTime() - begun > DEADLINE_NS) {
                throw new AssertionError(
                        "the stream never ends; gates made " + gates().made() + ", of which free " + gates().free());
            }
            Thread.yield();
        }
    }

    private StreamGates gates() {
        return context.gates();
    }

    @Override
    public void close() {
        Memory.free(row);
    }
}
