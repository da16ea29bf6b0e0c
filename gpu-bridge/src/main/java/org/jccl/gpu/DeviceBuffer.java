// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

import java.util.Objects;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUpointer_attribute;
import jcuda.driver.JCudaDriver;
import org.jccl.DataType;
import org.jccl.buffer.BufferView;
import org.jccl.error.InvalidUsageException;

/**
 * A range of a CUDA device's memory: allocated here, or somebody else's that is wrapped. {@link #view} is what collectives
 * take: what writes the memory must have ended before the call, and nothing may use it until the collective has ended, as
 * with any buffer. With {@link #view(DeviceStream)} a stream sees to both. Any thread; throws {@link CudaException} where
 * the driver refuses.
 */
public final class DeviceBuffer implements AutoCloseable {
    private final DeviceContext context;
    private final long address;
    private final long count;
    private final DataType type;
    private final BufferView view;
    /** What was allocated, if it is this buffer that frees it. */
    private OwnMemory owned;

    private DeviceBuffer(final DeviceContext context, final long address, final long count, final DataType type) {
        this.context = context;
        this.address = address;
        this.count = count;
        this.type = type;
        this.view = new BufferView().wrapDevice(context.copies(), address, count, type, this);
    }

    /** New memory of {@code count} elements on the device of that ordinal, with whatever was in it. */
    public static DeviceBuffer allocate(final int device, final long count, final DataType type) {
        Objects.requireNonNull(type, "type");
        if (count < 1) {
            throw new InvalidUsageException("a device buffer has at least one element, not " + count);
        }
        final DeviceContext context = DeviceContext.of(device);
        final OwnMemory memory = new OwnMemory(context, Math.multiplyExact(count, type.sizeBytes()));
        final DeviceBuffer buffer = new DeviceBuffer(context, memory.address(), count, type);
        buffer.owned = memory;
        return buffer;
    }

    /**
     * A range of memory that something else allocated, and frees after this buffer's last use.
     *
     * @param address as {@code cuMemAlloc} or {@code cudaMalloc} gave it, or inside of what they gave
     */
    public static DeviceBuffer wrap(final long address, final long count, final DataType type) {
        Objects.requireNonNull(type, "type");
        if (count < 0) {
            throw new InvalidUsageException("a device buffer cannot have " + count + " elements");
        }
        return new DeviceBuffer(DeviceContext.of(deviceOf(address)), address, count, type);
    }

    /** As the other, from JCuda's pointer. */
    public static DeviceBuffer wrap(final CUdeviceptr pointer, final long count, final DataType type) {
        return wrap(new DeviceAddress(pointer).number(), count, type);
    }

    private static int deviceOf(final long address) {
        Driver.require();
        final int[] ordinal = new int[1];
        Driver.call(
                "cuPointerGetAttribute of 0x" + Long.toHexString(address) + ", which must be memory of a device,",
                () -> JCudaDriver.cuPointerGetAttribute(
                        Pointer.to(ordinal),
                        CUpointer_attribute.CU_POINTER_ATTRIBUTE_DEVICE_ORDINAL,
                        new DeviceAddress(address)));
        return ordinal[0];
    }

    /** The {@code count} elements from {@code first} on, in the same memory. */
    public DeviceBuffer slice(final long first, final long elements) {
        Objects.checkFromIndexSize(first, elements, count);
        return new DeviceBuffer(context, address + first * type.sizeBytes(), elements, type);
    }

    /** For collectives that begin at once; the same object each time. */
    public BufferView view() {
        return view;
    }

    /**
     * Fills all of it from the host, and returns when that is done. What uses it must have ended.
     *
     * @param host native memory or an array, as many bytes as this has; of what type does not matter
     */
    public void copyFrom(final BufferView host) {
        HostTransfer.between(this, host).store();
    }

    /** Copies all of it to the host, and returns when that is done; otherwise as {@link #copyFrom}. */
    public void copyTo(final BufferView host) {
        HostTransfer.between(this, host).load();
    }

    /**
     * For collectives that take their turn on a stream: they begin when the work that is on it now has ended, and what is put
     * on it later waits until they have. A new view each time.
     *
     * @param stream of this device, or of another
     */
    public BufferView view(final DeviceStream stream) {
        return new BufferView().wrapDevice(stream.copies(context), address, count, type, this);
    }

    /** Where it begins, as the device counts. */
    public long address() {
        return address;
    }

    /** The ordinal of its device. */
    public int device() {
        return context.ordinal();
    }

    /** How many elements it has. */
    public long count() {
        return count;
    }

    /** Of what type they are. */
    public DataType type() {
        return type;
    }

    /** Frees what was {@link #allocate allocated}; does nothing for the others. Idempotent. */
    @Override
    public synchronized void close() {
        if (owned != null) {
            owned.close();
        }
    }
}
