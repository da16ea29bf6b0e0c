// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

import java.util.ArrayList;
import java.util.List;
import jcuda.Pointer;
import jcuda.driver.JCudaDriver;
import org.jccl.DataType;
import org.jccl.buffer.BufferView;
import org.jccl.testing.DeviceMemory;
import org.jccl.testing.TestDevice;

/** Buffers of the contracts on a device of CUDA's. */
final class CudaTestDevice implements TestDevice {
    private final int ordinal;
    private final List<DeviceBuffer> given = new ArrayList<>();

    CudaTestDevice(final int ordinal) {
        this.ordinal = ordinal;
    }

    @Override
    public DeviceMemory allocate(final int bytes) {
        final DeviceBuffer buffer = DeviceBuffer.allocate(ordinal, Math.max(1, bytes), DataType.INT8);
        given.add(buffer);
        return new Piece(buffer);
    }

    private record Piece(DeviceBuffer buffer) implements DeviceMemory {
        @Override
        public BufferView view(final long offsetBytes, final long count, final DataType type) {
            return DeviceBuffer.wrap(buffer.address() + offsetBytes, count, type)
                    .view();
        }

        @Override
        public byte[] read(final long offsetBytes, final int length) {
            final byte[] bytes = new byte[length];
            if (length > 0) {
                DeviceContext.of(buffer.device())
                        .call(
                                "cuMemcpyDtoH",
                                () -> JCudaDriver.cuMemcpyDtoH(
                                        Pointer.to(bytes), new DeviceAddress(buffer.address() + offsetBytes), length));
            }
            return bytes;
        }

        @Override
        public void write(final long offsetBytes, final byte[] bytes) {
            if (bytes.length > 0) {
                DeviceContext.of(buffer.device())
                        .call(
                                "cuMemcpyHtoD",
                                () -> JCudaDriver.cuMemcpyHtoD(
                                        new DeviceAddress(buffer.address() + offsetBytes),
                                        Pointer.to(bytes),
                                        bytes.length));
            }
        }

        @Override
        public void close() {
            buffer.close();
        }
    }

    @Override
    public void close() {
        given.forEach(DeviceBuffer::close);
    }
}
