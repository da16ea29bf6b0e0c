// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

import jcuda.Pointer;
import jcuda.driver.CUipcMemHandle;
import jcuda.driver.CUpointer_attribute;
import jcuda.driver.JCudaDriver;
import org.jccl.buffer.Memory;

/**
 * What other processes must know of this one's allocations to open them. Found out once for each, and held against the
 * allocation's number ever after: an address may be freed and given again. Any thread.
 */
final class ExportedMemory {
    private static final int REMEMBERED = 64;

    private final DeviceContext context;
    private final Allocation[] known = new Allocation[REMEMBERED];
    private int next;

    /** One of CUDA's allocations; {@code handle} is null if it cannot be shown to others. */
    private record Allocation(long identity, long base, long bytes, byte[] handle) {
        boolean holds(final long address) {
            return address >= base && address < base + bytes;
        }
    }

    ExportedMemory(final DeviceContext context) {
        this.context = context;
    }

    /** Memory of a pool, or mapped piece by piece, has no handle of this kind. */
    boolean isShareable(final long address) {
        try {
            return allocation(address).handle != null;
        } catch (final CudaException unknown) {
            // no memory at all, of an empty vector perhaps; whoever uses it is told
            return false;
        }
    }

    /** Writes a {@link Reference}. */
    void refer(final long address, final long reference) {
        final Allocation allocation = allocation(address);
        if (allocation.handle == null) {
            throw new CudaException(
                    "memory at 0x" + Long.toHexString(address)
                            + " cannot be shown to other processes: it is of a pool, or was not given by cuMemAlloc",
                    0);
        }
        Memory.putLong(reference + Reference.PROCESS, Reference.THIS_PROCESS);
        Memory.putLong(reference + Reference.IDENTITY, allocation.identity);
        Memory.putLong(reference + Reference.BASE, allocation.base);
        Memory.putLong(reference + Reference.OFFSET, address - allocation.base);
        Memory.putLong(reference + Reference.DEVICE, context.ordinal());
        Memory.copy(
                allocation.handle,
                Memory.arrayOffset(byte[].class),
                null,
                reference + Reference.HANDLE,
                IpcHandle.BYTES);
    }

    private synchronized Allocation allocation(final long address) {
        final long identity = identity(context, address);
        for (final Allocation allocation : known) {
            if (allocation != null && allocation.identity == identity && allocation.holds(address)) {
                return allocation;
            }
        }
        final Allocation fresh = ask(address, identity);
        known[next] = fresh;
        next = (next + 1) % REMEMBERED;
        return fresh;
    }

    /** CUDA's number of the allocation that is there now, of whatever device. */
    static long identity(final DeviceContext context, final long address) {
        final long[] identity = new long[1];
        context.call(
                "cuPointerGetAttribute of 0x" + Long.toHexString(address),
                () -> JCudaDriver.cuPointerGetAttribute(
                        Pointer.to(identity),
                        CUpointer_attribute.CU_POINTER_ATTRIBUTE_BUFFER_ID,
                        new DeviceAddress(address)));
        return identity[0];
    }

    private Allocation ask(final long address, final long identity) {
        final DeviceAddress base = new DeviceAddress();
        final long[] bytes = new long[1];
        context.call(
                "cuMemGetAddressRange",
                () -> JCudaDriver.cuMemGetAddressRange(base, bytes, new DeviceAddress(address)));
        final CUipcMemHandle handle = new CUipcMemHandle();
        final boolean shareable = context.succeeds(() -> JCudaDriver.cuIpcGetMemHandle(handle, base));
        return new Allocation(identity, base.number(), bytes[0], shareable ? IpcHandle.bytes(handle) : null);
    }
}
