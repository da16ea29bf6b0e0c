// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

import jcuda.driver.JCudaDriver;
import org.jccl.buffer.RegisteredMemory;

/** Memory that was allocated on a device. Any thread. */
final class OwnMemory implements RegisteredMemory {
    private final DeviceContext context;
    private final DeviceAddress memory = new DeviceAddress();
    private final long bytes;
    private boolean freed;

    OwnMemory(final DeviceContext context, final long bytes) {
        this.context = context;
        this.bytes = bytes;
        context.call(
                "cuMemAlloc of " + bytes + " bytes on device " + context.ordinal(),
                () -> JCudaDriver.cuMemAlloc(memory, bytes));
    }

    @Override
    public long address() {
        return memory.number();
    }

    @Override
    public long lengthBytes() {
        return bytes;
    }

    @Override
    public synchronized void close() {
        if (!freed) {
            freed = true;
            context.call("cuMemFree", () -> JCudaDriver.cuMemFree(memory));
        }
    }
}
