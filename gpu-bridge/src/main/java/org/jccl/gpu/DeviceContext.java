// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUevent;
import jcuda.driver.CUresult;
import jcuda.driver.CUstreamCaptureMode;
import jcuda.driver.JCudaDriver;

/**
 * A device's primary context, which the CUDA runtime and most frameworks use too; held until the process ends. Whoever
 * drives a collective may be a thread with a context of its own, so each use puts this one above that and takes it away
 * again. And while some other stream of the process is being captured, of which nothing here is a part, each use says that it
 * knows: the driver would refuse it, and end the capture. Any thread.
 */
final class DeviceContext {
    private static final Map<Integer, DeviceContext> ALL = new ConcurrentHashMap<>();

    private final int ordinal;
    private final CUcontext handle = new CUcontext();
    private final DeviceCopies copies;
    private final DeviceKernels kernels;
    private final DeviceArithmetic arithmetic;
    private final StreamGates gates;

    private DeviceContext(final int ordinal) {
        this.ordinal = ordinal;
        final CUdevice device = Driver.device(ordinal);
        Driver.call("cuDevicePrimaryCtxRetain", () -> JCudaDriver.cuDevicePrimaryCtxRetain(handle, device));
        kernels = new DeviceKernels(ordinal);
        final Tickets tickets = new Tickets(this);
        copies = new DeviceCopies(this, tickets);
        arithmetic = new DeviceArithmetic(this, tickets, kernels);
        gates = new StreamGates(this);
    }

    static DeviceContext of(final int ordinal) {
        return ALL.computeIfAbsent(ordinal, DeviceContext::new);
    }

    int ordinal() {
        return ordinal;
    }

    /** Copies between its memory and the host's. */
    DeviceCopies copies() {
        return copies;
    }

    /** Arithmetic in its memory. */
    DeviceKernels kernels() {
        return kernels;
    }

    /** Plans in its memory. */
    DeviceArithmetic arithmetic() {
        return arithmetic;
    }

    /** Lets work on this device use another's memory. */
    void enablePeer(final DeviceContext other) {
        final String name = "cuCtxEnablePeerAccess from device " + ordinal + " to device " + other.ordinal;
        call(name, () -> {
            final int result = JCudaDriver.cuCtxEnablePeerAccess(other.handle, 0);
            return result == CUresult.CUDA_ERROR_PEER_ACCESS_ALREADY_ENABLED ? CUresult.CUDA_SUCCESS : result;
        });
    }

    /** What makes its streams wait for the host. */
    StreamGates gates() {
        return gates;
    }

    /** From here to {@link #leave} calls of this thread are for this device; returns what that is to be given. */
    int[] enter() {
        Driver.check("cuCtxPushCurrent", JCudaDriver.cuCtxPushCurrent(handle));
        final int[] captureMode = {CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_RELAXED};
        exchange(captureMode);
        return captureMode;
    }

    void leave(final int[] captureMode) {
        exchange(captureMode);
        Driver.check("cuCtxPopCurrent", JCudaDriver.cuCtxPopCurrent(new CUcontext()));
    }

    private static void exchange(final int[] captureMode) {
        Driver.check("cuThreadExchangeStreamCaptureMode", JCudaDriver.cuThreadExchangeStreamCaptureMode(captureMode));
    }

    /** Calls the driver for this device; whether it did what it was asked. */
    boolean succeeds(final IntSupplier driverCall) {
        final int[] entered = enter();
        try {
            return driverCall.getAsInt() == CUresult.CUDA_SUCCESS;
        } catch (final jcuda.CudaException asConfigured) {
            return false;
        } finally {
            leave(entered);
        }
    }

    /** Does something with this device's context current. */
    void run(final Runnable body) {
        final int[] entered = enter();
        try {
            body.run();
        } finally {
            leave(entered);
        }
    }

    /** Calls the driver for this device. */
    void call(final String name, final IntSupplier driverCall) {
        run(() -> Driver.call(name, driverCall));
    }

    /** Asks the driver about an event of this device's: success, not ready, or what has failed before it. */
    int query(final CUevent event) {
        final int[] entered = enter();
        try {
            return Driver.result(() -> JCudaDriver.cuEventQuery(event), CUresult.CUDA_ERROR_NOT_READY);
        } finally {
            leave(entered);
        }
    }
}
