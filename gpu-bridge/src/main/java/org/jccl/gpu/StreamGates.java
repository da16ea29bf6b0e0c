// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

import java.util.ArrayDeque;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.CUstreamWaitValue_flags;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;
import org.jccl.buffer.Memory;

/**
 * A device's gates. As many are made as operations were on its streams at once; they are kept until the process ends, for a
 * stream may come to one long after its operation has ended. Any thread.
 */
final class StreamGates {
    private static final int PAGE_BYTES = 64 << 10;
    private static final int WORD_BYTES = 16;

    /** Held while {@link #taken} changes, and while what it forbids is done. */
    private static final Object TAKING = new Object();
    /** How many gates somebody has, of all devices: a stream of one may wait for one of another's. */
    private static int taken;

    private final DeviceContext context;
    private final ArrayDeque<StreamGate> free = new ArrayDeque<>();
    private int made;
    /** What is left of the latest page, as the host addresses it and as the device does; null before there is one. */
    private DeviceAddress place;

    private long page;
    private int used = PAGE_BYTES;
    private boolean byHostFunction;

    StreamGates(final DeviceContext context) {
        this.context = context;
    }

    /** Sees to the first page while no stream waits yet: the driver may let memory of the host wait for streams. */
    synchronized void prepare() {
        if (place == null && !byHostFunction) {
            newPage();
        }
    }

    /**
     * Does what waits for all that a device has to do, which while a stream waits for the host may be for ever: so not while
     * somebody has a gate, and nobody gets one meanwhile.
     *
     * @return whether it was done
     */
    static boolean whileNoneIsTaken(final Runnable patient) {
        synchronized (TAKING) {
            if (taken == 0) {
                patient.run();
            }
            return taken == 0;
        }
    }

    private static void count(final int change) {
        synchronized (TAKING) {
            taken += change;
        }
    }

    /** One that nobody else has; it is open. */
    StreamGate take() {
        count(1);
        try {
            final StreamGate gate = poll();
            return gate == null ? make() : gate;
        } catch (final RuntimeException refused) {
            count(-1);
            throw refused;
        }
    }

    private StreamGate poll() {
        synchronized (free) {
            return free.poll();
        }
    }

    /** Nobody shuts it any more, and it is open. Does not wait for one that is being made. */
    void giveBack(final StreamGate gate) {
        synchronized (free) {
            free.push(gate);
        }
        count(-1);
    }

    private synchronized StreamGate make() {
        if (used == PAGE_BYTES && !byHostFunction) {
            newPage();
        }
        final CUevent event = new CUevent();
        context.call("cuEventCreate", () -> JCudaDriver.cuEventCreate(event, CUevent_flags.CU_EVENT_DISABLE_TIMING));
        made++;
        if (byHostFunction) {
            return new HostFunctionGate(event);
        }
        final WordGate gate = new WordGate(event, page + used, new DeviceAddress(place.number() + used));
        used += WORD_BYTES;
        return gate;
    }

    private void newPage() {
        final HostAddress host = new HostAddress();
        final DeviceAddress device = new DeviceAddress();
        context.call(
                "cuMemHostAlloc",
                () -> JCudaDriver.cuMemHostAlloc(host, PAGE_BYTES, JCudaDriver.CU_MEMHOSTALLOC_DEVICEMAP));
        context.call("cuMemHostGetDevicePointer", () -> JCudaDriver.cuMemHostGetDevicePointer(device, host, 0));
        if (place == null && !canWaitFor(host, device)) {
            byHostFunction = true;
            context.call("cuMemFreeHost", () -> JCudaDriver.cuMemFreeHost(host));
            return;
        }
        page = host.number();
        place = device;
        used = 0;
    }

    /** Whether the device can wait for a word; tried, since the attributes that once told are those of an older call. */
    private boolean canWaitFor(final HostAddress host, final DeviceAddress device) {
        Memory.putIntVolatile(host.number(), 0);
        final CUstream stream = new CUstream();
        context.call("cuStreamCreate", () -> JCudaDriver.cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING));
        final int[] entered = context.enter();
        try {
            final int result = Driver.result(
                    () -> JCudaDriver.cuStreamWaitValue32(
                            stream, device, 0, CUstreamWaitValue_flags.CU_STREAM_WAIT_VALUE_GEQ),
                    CUresult.CUDA_ERROR_NOT_SUPPORTED);
            if (result != CUresult.CUDA_ERROR_NOT_SUPPORTED) {
                Driver.check("cuStreamWaitValue32", result);
            }
            return result == CUresult.CUDA_SUCCESS;
        } finally {
            context.leave(entered);
            context.call("cuStreamDestroy", () -> JCudaDriver.cuStreamDestroy(stream));
        }
    }

    /** How many there are. */
    synchronized int made() {
        return made;
    }

    /** How many nobody has. */
    int free() {
        synchronized (free) {
            return free.size();
        }
    }
}
