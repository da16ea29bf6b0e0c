// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

import java.util.function.IntSupplier;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;
import org.jccl.buffer.CopyEngine;

/** What a device was given to do and may be asked about: an event behind each piece of work. Any thread. */
final class Tickets {
    /** How much is under way at once; more waits its turn in the callers. */
    static final int MOST = 256;

    private final DeviceContext context;
    private final CUevent[] events = new CUevent[MOST];
    /** Of the events that no work has now, the numbers. */
    private final int[] free = new int[MOST];

    private int freeCount;

    Tickets(final DeviceContext context) {
        this.context = context;
        for (int i = 0; i < MOST; i++) {
            final CUevent event = new CUevent();
            context.call(
                    "cuEventCreate", () -> JCudaDriver.cuEventCreate(event, CUevent_flags.CU_EVENT_DISABLE_TIMING));
            events[i] = event;
            free[freeCount++] = i;
        }
    }

    /** A stream that does not wait for the legacy default stream, nor lets that wait. */
    CUstream stream() {
        final CUstream stream = new CUstream();
        context.call("cuStreamCreate", () -> JCudaDriver.cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING));
        return stream;
    }

    /** Puts work on a stream; returns its ticket, or {@link CopyEngine#BUSY} if too much is under way. */
    synchronized long begin(final String name, final CUstream stream, final IntSupplier work) {
        if (freeCount == 0) {
            return CopyEngine.BUSY;
        }
        final int slot = free[freeCount - 1];
        final int[] entered = context.enter();
        try {
            Driver.call(name, work);
            record(slot, stream);
        } finally {
            context.leave(entered);
        }
        freeCount--;
        return slot + 1L;
    }

    /** What has begun without an event to tell its end would go on reading and writing unseen. */
    private void record(final int slot, final CUstream stream) {
        try {
            Driver.call("cuEventRecord", () -> JCudaDriver.cuEventRecord(events[slot], stream));
        } catch (final CudaException unrecorded) {
            JCudaDriver.cuStreamSynchronize(stream);
            throw unrecorded;
        }
    }

    /** Whether work has ended; throws if it, or anything before it on the device, has failed. */
    synchronized boolean isDone(final long ticket) {
        final int slot = (int) ticket - 1;
        final int result = context.query(events[slot]);
        if (result == CUresult.CUDA_ERROR_NOT_READY) {
            return false;
        }
        free[freeCount++] = slot;
        Driver.check("work on device " + context.ordinal() + " (cuEventQuery)", result);
        return true;
    }
}
