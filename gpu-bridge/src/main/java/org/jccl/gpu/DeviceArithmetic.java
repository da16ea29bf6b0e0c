// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

import java.util.function.IntSupplier;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;
import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.buffer.Accelerator;
import org.jccl.buffer.MemoryKind;
import org.jccl.buffer.RegisteredMemory;

/**
 * Plans in a device's memory: kernels and copies on streams of their own, and memory that processes of one host show each
 * other. Any thread.
 */
final class DeviceArithmetic implements Accelerator {
    private static final long LANDMARK_BYTES = 256;

    private final DeviceContext context;
    private final Tickets tickets;
    private final DeviceKernels kernels;
    private final ExportedMemory exported;
    private final ImportedMemory imported;
    private final CUstream copies;
    private final CUstream reductions;
    private RegisteredMemory landmark;

    DeviceArithmetic(final DeviceContext context, final Tickets tickets, final DeviceKernels kernels) {
        this.context = context;
        this.tickets = tickets;
        this.kernels = kernels;
        this.exported = new ExportedMemory(context);
        this.imported = new ImportedMemory(context);
        this.copies = tickets.stream();
        this.reductions = tickets.stream();
    }

    @Override
    public int ordinal() {
        return context.ordinal();
    }

    @Override
    public RegisteredMemory allocate(final long bytes) {
        return new OwnMemory(context, bytes);
    }

    @Override
    public boolean reduces(final DataType type, final ReduceOp op) {
        return DeviceKernels.supports(type, op);
    }

    @Override
    public MemoryKind memoryKind() {
        return MemoryKind.CUDA;
    }

    @Override
    public int mostOperands() {
        return DeviceKernels.MOST_OPERANDS;
    }

    @Override
    public boolean isReachable(final long address) {
        return exported.isShareable(address);
    }

    @Override
    public long copy(final long source, final long destination, final long bytes) {
        final CUdeviceptr from = new DeviceAddress(source);
        final CUdeviceptr to = new DeviceAddress(destination);
        return tickets.begin("cuMemcpyAsync", copies, () -> JCudaDriver.cuMemcpyAsync(to, from, bytes, copies));
    }

    @Override
    public long combine(
            final DataType type,
            final ReduceOp op,
            final long operandTable,
            final int operands,
            final long destination,
            final long count,
            final int averagedOver) {
        return launch(() ->
                kernels.combine(reductions, type, op.kind(), operandTable, operands, destination, count, averagedOver));
    }

    @Override
    public long prepare(
            final DataType type, final ReduceOp op, final long source, final long destination, final long count) {
        return launch(() -> kernels.prepare(reductions, type, op.scalar(), source, destination, count));
    }

    /** The kernels' own calls say which of them has failed. */
    private long launch(final Runnable kernel) {
        final IntSupplier succeeds = () -> {
            kernel.run();
            return CUresult.CUDA_SUCCESS;
        };
        return tickets.begin("cuLaunchKernel", reductions, succeeds);
    }

    @Override
    public boolean isDone(final long ticket) {
        return tickets.isDone(ticket);
    }

    @Override
    public synchronized long landmark() {
        if (landmark == null) {
            // to load kernels may wait for all that the device has to do, and later a stream may wait for us
            context.run(kernels::loadAll);
            landmark = allocate(LANDMARK_BYTES);
        }
        return landmark.address();
    }

    /** Loads its kernels while no stream of the device waits yet. Where that fails the ranks are told when they find out. */
    void prepare() {
        try {
            landmark();
        } catch (final CudaException notHere) {
            // who goes through the host needs none
        }
    }

    /** Gives back what a stream that waits would not let it. May block. */
    void tidy() {
        imported.closeOutdated();
    }

    @Override
    public void refer(final long address, final long reference) {
        exported.refer(address, reference);
    }

    @Override
    public long resolve(final long reference) {
        return imported.resolve(reference);
    }
}
