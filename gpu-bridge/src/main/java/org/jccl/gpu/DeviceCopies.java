// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

import java.util.function.IntSupplier;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;
import org.jccl.buffer.CopyEngine;

/**
 * Copies between a device's memory and the host's, on a stream for each direction, so that both copy engines of the device
 * are busy at once. An event behind each copy tells when it has ended. Any thread: several communicators may use one
 * device.
 */
final class DeviceCopies implements CopyEngine {
    /** Copies that are under way at once; more wait their turn in the callers. */
    static final int MOST_UNDER_WAY = 64;

    private final DeviceContext context;
    private final CUstream loads = new CUstream();
    private final CUstream stores = new CUstream();
    private final CUevent[] events = new CUevent[MOST_UNDER_WAY];
    /** Of the events that no copy has now, the numbers. */
    private final int[] free = new int[MOST_UNDER_WAY];

    private int freeCount;

    DeviceCopies(final DeviceContext context) {
        this.context = context;
        stream(loads);
        stream(stores);
        for (int i = 0; i < MOST_UNDER_WAY; i++) {
            final CUevent event = new CUevent();
            context.call(
                    "cuEventCreate", () -> JCudaDriver.cuEventCreate(event, CUevent_flags.CU_EVENT_DISABLE_TIMING));
            events[i] = event;
            free[freeCount++] = i;
        }
    }

    /** One that does not wait for the legacy default stream, nor lets that wait. */
    private void stream(final CUstream stream) {
        context.call("cuStreamCreate", () -> JCudaDriver.cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING));
    }

    /** An address of host memory as JCuda takes it. */
    private static final class HostAddress extends Pointer {
        HostAddress(final long address) {
            super(address);
        }
    }

    @Override
    public long load(final Object base, final long source, final long address, final long bytes) {
        final CUdeviceptr from = new DeviceAddress(source);
        final Pointer to = new HostAddress(address);
        return begin("cuMemcpyDtoHAsync", loads, () -> JCudaDriver.cuMemcpyDtoHAsync(to, from, bytes, loads));
    }

    @Override
    public long store(final long address, final Object base, final long destination, final long bytes) {
        final Pointer from = new HostAddress(address);
        final CUdeviceptr to = new DeviceAddress(destination);
        return begin("cuMemcpyHtoDAsync", stores, () -> JCudaDriver.cuMemcpyHtoDAsync(to, from, bytes, stores));
    }

    private synchronized long begin(final String name, final CUstream stream, final IntSupplier copy) {
        if (freeCount == 0) {
            return BUSY;
        }
        final int slot = free[freeCount - 1];
        context.enter();
        try {
            Driver.call(name, copy);
            Driver.call("cuEventRecord", () -> JCudaDriver.cuEventRecord(events[slot], stream));
        } finally {
            context.leave();
        }
        freeCount--;
        return slot + 1L;
    }

    /** Throws if a copy, or anything before it on the device, has failed. */
    @Override
    public synchronized boolean isDone(final long ticket) {
        final int slot = (int) ticket - 1;
        final int result = query(events[slot]);
        if (result == CUresult.CUDA_ERROR_NOT_READY) {
            return false;
        }
        free[freeCount++] = slot;
        Driver.check("a copy on device " + context.ordinal() + " (cuEventQuery)", result);
        return true;
    }

    private int query(final CUevent event) {
        context.enter();
        try {
            return JCudaDriver.cuEventQuery(event);
        } catch (final jcuda.CudaException asConfigured) {
            return notReady(asConfigured) ? CUresult.CUDA_ERROR_NOT_READY : CUresult.CUDA_ERROR_UNKNOWN;
        } finally {
            context.leave();
        }
    }

    /** Where the process has JCuda throw, not even this is told otherwise. */
    private static boolean notReady(final jcuda.CudaException thrown) {
        return String.valueOf(thrown.getMessage()).contains("NOT_READY");
    }
}
