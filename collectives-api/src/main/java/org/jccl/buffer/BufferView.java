// SPDX-License-Identifier: Apache-2.0
package org.jccl.buffer;

import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Objects;
import org.agrona.DirectBuffer;
import org.jccl.DataType;
import org.jccl.error.InvalidUsageException;

/**
 * Elements of one type in one piece of memory: what every collective reads and writes. A view owns no memory but keeps
 * the object it was made from reachable. Positions and limits of NIO buffers are read once and left alone.
 *
 * <p>Reusable: the {@code wrap} methods lay an existing view over other memory without allocating. Not safe for use by
 * several threads at once, nor while an operation uses it. Elements are in native byte order.
 */
public final class BufferView {
    private MemorySpace space = MemorySpace.HOST;
    private Object owner;
    private Object base;
    private long address;
    private long count;
    private DataType type = DataType.INT8;
    private boolean readOnly;
    private CopyEngine engine = HostCopy.INSTANCE;

    /** A view of nothing, to be laid over memory by a {@code wrap} method. */
    public BufferView() {}

    /** A view of a whole array as float32. */
    public static BufferView of(final float[] array) {
        return new BufferView().wrap(array, 0, array.length);
    }

    /** A view of the buffer from position to limit as float32; direct buffers are not copied. */
    public static BufferView of(final FloatBuffer buffer) {
        return new BufferView().wrap(buffer);
    }

    /** Becomes a view of {@code count} elements of the array from {@code offset} on, as float32. */
    public BufferView wrap(final float[] array, final int offset, final int count) {
        Objects.checkFromIndexSize(offset, count, array.length);
        return heap(array, float[].class, (long) offset * Float.BYTES, count, DataType.FLOAT32);
    }

    /** Becomes a view of the buffer from position to limit, as float32. */
    public BufferView wrap(final FloatBuffer buffer) {
        requireNativeOrder(buffer.order());
        if (buffer.isDirect()) {
            return direct(buffer, Float.BYTES, buffer.isReadOnly(), DataType.FLOAT32);
        }
        requireArray(buffer.hasArray());
        return heap(
                buffer.array(),
                float[].class,
                (long) (buffer.arrayOffset() + buffer.position()) * Float.BYTES,
                buffer.remaining(),
                DataType.FLOAT32);
    }

    /** A view of a whole array as float64. */
    public static BufferView of(final double[] array) {
        return new BufferView().wrap(array, 0, array.length);
    }

    /** A view of the buffer from position to limit as float64; direct buffers are not copied. */
    public static BufferView of(final DoubleBuffer buffer) {
        return new BufferView().wrap(buffer);
    }

    /** Becomes a view of {@code count} elements of the array from {@code offset} on, as float64. */
    public BufferView wrap(final double[] array, final int offset, final int count) {
        Objects.checkFromIndexSize(offset, count, array.length);
        return heap(array, double[].class, (long) offset * Double.BYTES, count, DataType.FLOAT64);
    }

    /** Becomes a view of the buffer from position to limit, as float64. */
    public BufferView wrap(final DoubleBuffer buffer) {
        requireNativeOrder(buffer.order());
        if (buffer.isDirect()) {
            return direct(buffer, Double.BYTES, buffer.isReadOnly(), DataType.FLOAT64);
        }
        requireArray(buffer.hasArray());
        return heap(
                buffer.array(),
                double[].class,
                (long) (buffer.arrayOffset() + buffer.position()) * Double.BYTES,
                buffer.remaining(),
                DataType.FLOAT64);
    }

    /** A view of a whole array as int32. */
    public static BufferView of(final int[] array) {
        return new BufferView().wrap(array, 0, array.length);
    }

    /** A view of the buffer from position to limit as int32; direct buffers are not copied. */
    public static BufferView of(final IntBuffer buffer) {
        return new BufferView().wrap(buffer);
    }

    /** Becomes a view of {@code count} elements of the array from {@code offset} on, as int32. */
    public BufferView wrap(final int[] array, final int offset, final int count) {
        Objects.checkFromIndexSize(offset, count, array.length);
        return heap(array, int[].class, (long) offset * Integer.BYTES, count, DataType.INT32);
    }

    /** Becomes a view of the buffer from position to limit, as int32. */
    public BufferView wrap(final IntBuffer buffer) {
        requireNativeOrder(buffer.order());
        if (buffer.isDirect()) {
            return direct(buffer, Integer.BYTES, buffer.isReadOnly(), DataType.INT32);
        }
        requireArray(buffer.hasArray());
        return heap(
                buffer.array(),
                int[].class,
                (long) (buffer.arrayOffset() + buffer.position()) * Integer.BYTES,
                buffer.remaining(),
                DataType.INT32);
    }

    /** A view of a whole array as int64. */
    public static BufferView of(final long[] array) {
        return new BufferView().wrap(array, 0, array.length);
    }

    /** A view of the buffer from position to limit as int64; direct buffers are not copied. */
    public static BufferView of(final LongBuffer buffer) {
        return new BufferView().wrap(buffer);
    }

    /** Becomes a view of {@code count} elements of the array from {@code offset} on, as int64. */
    public BufferView wrap(final long[] array, final int offset, final int count) {
        Objects.checkFromIndexSize(offset, count, array.length);
        return heap(array, long[].class, (long) offset * Long.BYTES, count, DataType.INT64);
    }

    /** Becomes a view of the buffer from position to limit, as int64. */
    public BufferView wrap(final LongBuffer buffer) {
        requireNativeOrder(buffer.order());
        if (buffer.isDirect()) {
            return direct(buffer, Long.BYTES, buffer.isReadOnly(), DataType.INT64);
        }
        requireArray(buffer.hasArray());
        return heap(
                buffer.array(),
                long[].class,
                (long) (buffer.arrayOffset() + buffer.position()) * Long.BYTES,
                buffer.remaining(),
                DataType.INT64);
    }
    /** A view of a whole array as a type of one byte an element. */
    public static BufferView of(final byte[] array, final DataType type) {
        return new BufferView().wrap(array, 0, array.length / type.sizeBytes(), type);
    }

    /** A view of a whole array as a type of two bytes an element: float16 or bfloat16. */
    public static BufferView of(final short[] array, final DataType type) {
        return new BufferView().wrap(array, 0, array.length, type);
    }

    /** A view of the buffer from position to limit; direct buffers are not copied. */
    public static BufferView of(final ByteBuffer buffer, final DataType type) {
        return new BufferView().wrap(buffer, type);
    }

    /** A view of an Agrona buffer. */
    public static BufferView of(final DirectBuffer buffer, final DataType type) {
        return new BufferView().wrap(buffer, type);
    }

    /** A view of {@code count} elements at a native address, which must stay valid while operations use the view. */
    public static BufferView ofAddress(final long address, final long count, final DataType type) {
        return new BufferView().wrapAddress(address, count, type, null);
    }

    /** Becomes a view of {@code count} elements that begin at byte {@code offset} of the array. */
    public BufferView wrap(final byte[] array, final int offset, final long count, final DataType type) {
        Objects.checkFromIndexSize(offset, count * type.sizeBytes(), (long) array.length);
        return heap(array, byte[].class, offset, count, type);
    }

    /** Becomes a view of {@code count} elements of the array from {@code offset} on, of a two-byte type. */
    public BufferView wrap(final short[] array, final int offset, final int count, final DataType type) {
        Objects.checkFromIndexSize(offset, count, array.length);
        if (type.sizeBytes() != Short.BYTES) {
            throw new InvalidUsageException("a short[] holds float16 or bfloat16, not " + type);
        }
        return heap(array, short[].class, (long) offset * Short.BYTES, count, type);
    }

    /** Becomes a view of the buffer from position to limit. */
    public BufferView wrap(final ByteBuffer buffer, final DataType type) {
        if (type.sizeBytes() > 1) {
            requireNativeOrder(buffer.order());
        }
        requireWhole(buffer.remaining(), type);
        if (buffer.isDirect()) {
            return direct(buffer, 1, buffer.isReadOnly(), type);
        }
        requireArray(buffer.hasArray());
        return heap(
                buffer.array(),
                byte[].class,
                buffer.arrayOffset() + buffer.position(),
                buffer.remaining() / type.sizeBytes(),
                type);
    }

    /** Becomes a view of an Agrona buffer, whose memory may be native or an array. */
    public BufferView wrap(final DirectBuffer buffer, final DataType type) {
        requireWhole(buffer.capacity(), type);
        final boolean heap = buffer.byteArray() != null;
        return set(
                heap ? MemorySpace.HEAP : MemorySpace.HOST,
                buffer,
                buffer.byteArray(),
                buffer.addressOffset(),
                buffer.capacity() / type.sizeBytes(),
                type,
                false);
    }

    /**
     * Becomes a view of {@code count} elements at a native address.
     *
     * @param memoryOwner kept reachable while the view is; may be null
     */
    public BufferView wrapAddress(
            final long nativeAddress, final long elements, final DataType elementType, final Object memoryOwner) {
        if (elements < 0 || (nativeAddress == 0 && elements > 0)) {
            throw new InvalidUsageException("no " + elements + " elements at address " + nativeAddress);
        }
        return set(MemorySpace.HOST, memoryOwner, null, nativeAddress, elements, elementType, false);
    }

    /**
     * Becomes a view of {@code elements} elements of a device's memory.
     *
     * @param copyEngine copies between that memory and native memory
     * @param deviceAddress what the engine takes as a place
     * @param memoryOwner kept reachable while the view is; may be null
     */
    public BufferView wrapDevice(
            final CopyEngine copyEngine,
            final long deviceAddress,
            final long elements,
            final DataType elementType,
            final Object memoryOwner) {
        set(MemorySpace.DEVICE, memoryOwner, null, deviceAddress, elements, elementType, false);
        engine = Objects.requireNonNull(copyEngine, "copyEngine");
        return this;
    }

    /** A new view of {@code elements} elements of this one from {@code first} on. */
    public BufferView slice(final long first, final long elements) {
        Objects.checkFromIndexSize(first, elements, count);
        final long offset = first * type.sizeBytes();
        final BufferView slice = new BufferView().set(space, owner, base, address + offset, elements, type, readOnly);
        slice.engine = engine;
        return slice;
    }

    private BufferView heap(
            final Object array,
            final Class<?> arrayClass,
            final long offsetBytes,
            final long elements,
            final DataType of) {
        return set(MemorySpace.HEAP, array, array, Memory.arrayOffset(arrayClass) + offsetBytes, elements, of, false);
    }

    private BufferView direct(final Buffer buffer, final int unitBytes, final boolean isReadOnly, final DataType of) {
        final long start = Memory.address(buffer) + (long) buffer.position() * unitBytes;
        final long elements = (long) buffer.remaining() * unitBytes / of.sizeBytes();
        return set(MemorySpace.HOST, buffer, null, start, elements, of, isReadOnly);
    }

    private BufferView set(
            final MemorySpace newSpace,
            final Object newOwner,
            final Object newBase,
            final long newAddress,
            final long newCount,
            final DataType newType,
            final boolean newReadOnly) {
        space = newSpace;
        owner = newOwner;
        base = newBase;
        address = newAddress;
        count = newCount;
        type = newType;
        readOnly = newReadOnly;
        engine = HostCopy.INSTANCE;
        return this;
    }

    private static void requireNativeOrder(final ByteOrder order) {
        if (order != ByteOrder.nativeOrder()) {
            throw new InvalidUsageException("the buffer is " + order
                    + "; elements travel in native order, so make it with .order(ByteOrder.nativeOrder())");
        }
    }

    private static void requireArray(final boolean hasArray) {
        if (!hasArray) {
            throw new InvalidUsageException("the heap buffer is read-only, so its array cannot be reached; copy it");
        }
    }

    private static void requireWhole(final long bytes, final DataType type) {
        if (bytes % type.sizeBytes() != 0) {
            throw new InvalidUsageException(bytes + " bytes are no whole number of " + type + " elements");
        }
    }

    /** Which kind of memory. */
    public MemorySpace space() {
        return space;
    }

    /** The array, if on the heap; else null. */
    public Object base() {
        return base;
    }

    /** The native address of the first element, or its offset beside {@link #base()}. */
    public long address() {
        return address;
    }

    /** What copies between this memory and native memory. */
    public CopyEngine copyEngine() {
        return engine;
    }

    /** How many elements. */
    public long count() {
        return count;
    }

    /** Their type. */
    public DataType type() {
        return type;
    }

    /** Length in bytes. */
    public long lengthBytes() {
        return count * type.sizeBytes();
    }

    /** Whether it must not be written. */
    public boolean isReadOnly() {
        return readOnly;
    }

    /** The object to keep reachable while the memory is in use, or null. */
    public Object owner() {
        return owner;
    }

    /** Whether the two views have a byte in common. */
    public boolean overlaps(final BufferView other) {
        return base == other.base
                && space == other.space
                && address < other.address + other.lengthBytes()
                && other.address < address + lengthBytes();
    }

    @Override
    public String toString() {
        return type + " x " + count + " (" + space + ")";
    }
}
