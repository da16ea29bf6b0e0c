// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;
import org.jccl.buffer.Accelerator;
import org.jccl.buffer.CopyEngine;

/**
 * Copies between a device's memory and the host's, on a stream for each direction, so that both copy engines of the device
 * are busy at once. Any thread: several communicators may use one device.
 */
final class DeviceCopies implements CopyEngine {
    private final DeviceContext context;
    private final Tickets tickets;
    private final CUstream loads;
    private final CUstream stores;

    DeviceCopies(final DeviceContext context, final Tickets tickets) {
        this.context = context;
        this.tickets = tickets;
        this.loads = tickets.stream();
        this.stores = tickets.stream();
    }

    @Override
    public long load(final Object base, final long source, final long address, final long bytes) {
        final CUdeviceptr from = new DeviceAddress(source);
        final Pointer to = new HostAddress(address);
        return tickets.begin("cuMemcpyDtoHAsync", loads, () -> JCudaDriver.cuMemcpyDtoHAsync(to, from, bytes, loads));
    }

    @Override
    public long store(final long address, final Object base, final long destination, final long bytes) {
        final Pointer from = new HostAddress(address);
        final CUdeviceptr to = new DeviceAddress(destination);
        return tickets.begin("cuMemcpyHtoDAsync", stores, () -> JCudaDriver.cuMemcpyHtoDAsync(to, from, bytes, stores));
    }

    @Override
    public boolean isDone(final long ticket) {
        return tickets.isDone(ticket);
    }

    /** Locks it, so that the device reads and writes it without the driver's help; where that may not be, it stays slow. */
    @Override
    public boolean pin(final long address, final long bytes) {
        return context.succeeds(() -> JCudaDriver.cuMemHostRegister(
                new HostAddress(address), bytes, JCudaDriver.CU_MEMHOSTREGISTER_PORTABLE));
    }

    @Override
    public void unpin(final long address) {
        context.call("cuMemHostUnregister", () -> JCudaDriver.cuMemHostUnregister(new HostAddress(address)));
    }

    @Override
    public Accelerator accelerator() {
        return context.arithmetic();
    }
}
