// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import jcuda.Pointer;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;
import org.jccl.DataType;
import org.jccl.buffer.Memory;

/** A range of device memory, and the same on the host for what it should become; and a stream to work on it. */
final class DeviceImage implements AutoCloseable {
    final DeviceContext context = DeviceContext.of(0);
    final CUstream stream = new CUstream();
    /** What the device's memory should be. */
    final ByteBuffer expected;

    private final DeviceBuffer memory;
    private final ByteBuffer found;
    private final CUevent event = new CUevent();

    DeviceImage(final int bytes) {
        memory = DeviceBuffer.allocate(0, bytes, DataType.UINT8);
        // device memory and the host's copy are aligned alike
        expected = ByteBuffer.allocateDirect(bytes + 256);
        found = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
        context.call("cuStreamCreate", () -> JCudaDriver.cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING));
        context.call("cuEventCreate", () -> JCudaDriver.cuEventCreate(event, CUevent_flags.CU_EVENT_DISABLE_TIMING));
    }

    long deviceAddress() {
        return memory.address();
    }

    long hostAddress() {
        return Memory.address(expected) + 255 & -256;
    }

    /** In the device's context. */
    void run(final Runnable calls) {
        final int[] entered = context.enter();
        try {
            calls.run();
        } finally {
            context.leave(entered);
        }
    }

    /** The first bytes of both get the same random elements, of a kind that is random too. */
    void randomise(final Random random, final DataType type, final int bytes) {
        new RandomElements(random, type).fill(hostAddress(), bytes / type.sizeBytes());
        Memory.copy(hostAddress(), Memory.address(found), bytes);
        context.call(
                "cuMemcpyHtoD",
                () -> JCudaDriver.cuMemcpyHtoD(new DeviceAddress(memory.address()), Pointer.to(found), bytes));
    }

    /** Waits for the stream, and reads the first bytes of the device's memory. */
    ByteBuffer found(final int bytes) {
        context.call("cuEventRecord", () -> JCudaDriver.cuEventRecord(event, stream));
        final int[] result = {CUresult.CUDA_ERROR_NOT_READY};
        while (result[0] == CUresult.CUDA_ERROR_NOT_READY) {
            context.call("cuEventQuery", () -> {
                result[0] = JCudaDriver.cuEventQuery(event);
                return result[0] == CUresult.CUDA_ERROR_NOT_READY ? CUresult.CUDA_SUCCESS : result[0];
            });
        }
        context.call(
                "cuMemcpyDtoH",
                () -> JCudaDriver.cuMemcpyDtoH(Pointer.to(found), new DeviceAddress(memory.address()), bytes));
        return found;
    }

    @Override
    public void close() {
        memory.close();
    }
}
