// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

import java.util.Objects;
import jcuda.driver.CUstream;
import jcuda.driver.CUstreamCaptureStatus;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;
import org.jccl.buffer.CopyEngine;
import org.jccl.buffer.StreamTurn;
import org.jccl.error.InvalidUsageException;

/**
 * A CUDA stream on which collectives take their turn. A collective over {@link DeviceBuffer#view(DeviceStream)} begins when
 * the work that was on the stream at the call has ended, and work that is put there after the call begins when the
 * collective has ended. Its asynchronous form returns without waiting for either.
 *
 * <p>Where a collective fails, or its communicator is aborted or closed, the stream goes on: later work then finds the
 * buffers as they happen to be, and the request, or the next call, throws. Where work on the stream fails before a
 * collective's turn, the collective fails on every rank.
 *
 * <p>Any thread; several communicators may share a stream, in the same order on every rank. Throws {@link CudaException}
 * where the driver refuses, and so do calls over the views; nothing is submitted then.
 */
public final class DeviceStream implements AutoCloseable {
    private final DeviceContext context;
    private final CUstream handle;
    private final boolean owned;
    private final CopyEngine copies;
    private boolean closed;

    private DeviceStream(final DeviceContext context, final CUstream handle, final boolean owned) {
        this.context = context;
        this.handle = handle;
        this.owned = owned;
        this.copies = new StreamCopies(this, context.copies());
        context.gates().prepare();
        context.arithmetic().prepare();
    }

    /** A new stream of the device of that ordinal; it and the legacy default stream do not wait for each other. */
    public static DeviceStream create(final int device) {
        final DeviceContext context = DeviceContext.of(device);
        final CUstream handle = new CUstream();
        context.call("cuStreamCreate", () -> JCudaDriver.cuStreamCreate(handle, CUstream_flags.CU_STREAM_NON_BLOCKING));
        return new DeviceStream(context, handle, true);
    }

    /**
     * A stream that something else created in the device's primary context, and destroys after this object's last use.
     *
     * @param stream JCuda's; {@code new CUstream(cudaStream)} makes one of the runtime's
     */
    public static DeviceStream wrap(final CUstream stream, final int device) {
        Objects.requireNonNull(stream, "stream");
        return new DeviceStream(DeviceContext.of(device), stream, false);
    }

    /** For whoever puts other work on it. */
    public CUstream handle() {
        return handle;
    }

    /** The ordinal of its device. */
    public int device() {
        return context.ordinal();
    }

    /** Copies between that device's memory and the host's, for operations that take their turn here. */
    CopyEngine copies(final DeviceContext of) {
        return of == context ? copies : new StreamCopies(this, of.copies());
    }

    synchronized StreamTurn turn() {
        requireOpen();
        requireNoCapture();
        context.arithmetic().tidy();
        final StreamGate gate = context.gates().take();
        try {
            context.call("cuEventRecord", () -> JCudaDriver.cuEventRecord(gate.event(), handle));
        } catch (final RuntimeException refused) {
            context.gates().giveBack(gate);
            throw refused;
        }
        return new GatedTurn(this, context, gate);
    }

    synchronized void shut(final StreamGate gate) {
        requireOpen();
        context.call(gate.callName(), () -> gate.shut(handle));
    }

    private void requireOpen() {
        if (closed) {
            throw new InvalidUsageException("the stream of device " + context.ordinal() + " is closed");
        }
    }

    private void requireNoCapture() {
        final int[] status = new int[1];
        context.call("cuStreamIsCapturing", () -> JCudaDriver.cuStreamIsCapturing(handle, status));
        if (status[0] != CUstreamCaptureStatus.CU_STREAM_CAPTURE_STATUS_NONE) {
            throw new InvalidUsageException("the stream of device " + context.ordinal()
                    + " is being captured, and a collective cannot be part of a graph; call it before or after");
        }
    }

    /**
     * No collective takes a turn here any more; those that have one keep it. Destroys what was {@link #create created}, as
     * CUDA does: when the work on it has ended. Idempotent.
     */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            if (owned) {
                context.call("cuStreamDestroy", () -> JCudaDriver.cuStreamDestroy(handle));
            }
        }
    }
}
