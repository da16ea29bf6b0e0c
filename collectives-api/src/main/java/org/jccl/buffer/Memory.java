// SPDX-License-Identifier: Apache-2.0
package org.jccl.buffer;

import java.nio.Buffer;
import java.nio.ByteBuffer;
import org.agrona.UnsafeApi;

/**
 * Raw memory by address: the one place through which the library reads and writes it. Nothing is checked here; whoever
 * calls has checked bounds. Any thread; the ordered accesses say in their names what they order.
 */
public final class Memory {
    /** Stores by one core and loads by another that share a line of this many bytes disturb each other. */
    public static final int CACHE_LINE = 128;

    static {
        JdkInternals.export();
    }

    private static final long BUFFER_ADDRESS = UnsafeApi.objectFieldOffset(Buffer.class, "address");
    private static final long BUFFER_CAPACITY = UnsafeApi.objectFieldOffset(Buffer.class, "capacity");

    private Memory() {}

    /** Lets Agrona reach the JDK's internals; to be called before any class of Agrona is touched elsewhere. */
    public static void openToAgrona() {
        // done when this class was initialised
    }

    /** Native memory, zeroed, aligned to {@link #CACHE_LINE}; free with {@link #free} and the same address. */
    public static long allocate(final long bytes) {
        final long raw = UnsafeApi.allocateMemory(bytes + 2 * CACHE_LINE);
        final long aligned = (raw + 2 * CACHE_LINE - 1) & -CACHE_LINE;
        UnsafeApi.putLong(null, aligned - Long.BYTES, raw);
        UnsafeApi.setMemory(aligned, bytes, (byte) 0);
        return aligned;
    }

    /** Gives back what {@link #allocate} returned. */
    public static void free(final long address) {
        UnsafeApi.freeMemory(UnsafeApi.getLong(null, address - Long.BYTES));
    }

    /** Copies between native addresses; the ranges may not overlap unless equal. */
    public static void copy(final long source, final long destination, final long bytes) {
        UnsafeApi.copyMemory(source, destination, bytes);
    }

    /** Copies between arrays or native memory: an address if the object is null, else an offset into the array. */
    public static void copy(
            final Object sourceBase,
            final long source,
            final Object destinationBase,
            final long destination,
            final long bytes) {
        UnsafeApi.copyMemory(sourceBase, source, destinationBase, destination, bytes);
    }

    /** Fills native memory. */
    public static void fill(final long address, final long bytes, final byte value) {
        UnsafeApi.setMemory(address, bytes, value);
    }

    /** The byte at an address. */
    public static byte getByte(final long address) {
        return UnsafeApi.getByte(null, address);
    }

    /** Writes a byte. */
    public static void putByte(final long address, final byte value) {
        UnsafeApi.putByte(null, address, value);
    }

    /** The 16 bits at an address. */
    public static short getShort(final long address) {
        return UnsafeApi.getShort(null, address);
    }

    /** Writes 16 bits. */
    public static void putShort(final long address, final short value) {
        UnsafeApi.putShort(null, address, value);
    }

    /** The 32 bits at an address. */
    public static int getInt(final long address) {
        return UnsafeApi.getInt(null, address);
    }

    /** Writes 32 bits. */
    public static void putInt(final long address, final int value) {
        UnsafeApi.putInt(null, address, value);
    }

    /** The 64 bits at an address. */
    public static long getLong(final long address) {
        return UnsafeApi.getLong(null, address);
    }

    /** Writes 64 bits. */
    public static void putLong(final long address, final long value) {
        UnsafeApi.putLong(null, address, value);
    }

    /** The binary32 at an address. */
    public static float getFloat(final long address) {
        return UnsafeApi.getFloat(null, address);
    }

    /** Writes a binary32. */
    public static void putFloat(final long address, final float value) {
        UnsafeApi.putFloat(null, address, value);
    }

    /** The binary64 at an address. */
    public static double getDouble(final long address) {
        return UnsafeApi.getDouble(null, address);
    }

    /** Writes a binary64. */
    public static void putDouble(final long address, final double value) {
        UnsafeApi.putDouble(null, address, value);
    }

    /** A load after which no later access moves before it. */
    public static int getIntVolatile(final long address) {
        return UnsafeApi.getIntVolatile(null, address);
    }

    /** A store after which later loads see it in order with all other volatile accesses. */
    public static void putIntVolatile(final long address, final int value) {
        UnsafeApi.putIntVolatile(null, address, value);
    }

    /** A load after which no later access moves before it; pairs with {@link #putLongRelease}. */
    public static long getLongAcquire(final long address) {
        return UnsafeApi.getLongAcquire(null, address);
    }

    /** A store before which all earlier accesses are done; pairs with {@link #getLongAcquire}. */
    public static void putLongRelease(final long address, final long value) {
        UnsafeApi.putLongRelease(null, address, value);
    }

    /** Writes 64 bits if they hold what is expected. */
    public static boolean compareAndSetLong(final long address, final long expected, final long value) {
        return UnsafeApi.compareAndSetLong(null, address, expected, value);
    }

    /** Adds to 64 bits atomically; returns what was there before. */
    public static long getAndAddLong(final long address, final long delta) {
        return UnsafeApi.getAndAddLong(null, address, delta);
    }

    /** No access moves across it in either direction. */
    public static void fullFence() {
        UnsafeApi.fullFence();
    }

    /** The offset of the first element in arrays of that class, for use beside the array as base. */
    public static long arrayOffset(final Class<?> arrayClass) {
        return UnsafeApi.arrayBaseOffset(arrayClass);
    }

    /** The address of a direct buffer's position 0. */
    public static long address(final Buffer direct) {
        return UnsafeApi.getLong(direct, BUFFER_ADDRESS);
    }

    /** A direct buffer that {@link #point} can lay over any memory; owns none. */
    public static ByteBuffer window() {
        return ByteBuffer.allocateDirect(0).duplicate();
    }

    /**
     * Lays a {@link #window} over native memory, position 0, limit and capacity {@code bytes}, so that channels read
     * and write there without a copy and without an allocation. The memory must outlive the use.
     */
    public static ByteBuffer point(final ByteBuffer window, final long address, final int bytes) {
        UnsafeApi.putLong(window, BUFFER_ADDRESS, address);
        UnsafeApi.putInt(window, BUFFER_CAPACITY, bytes);
        return window.clear();
    }

    /** Gives a direct or mapped buffer's memory back now instead of when it is collected; not touched after. */
    public static void release(final ByteBuffer direct) {
        UnsafeApi.invokeCleaner(direct);
    }
}
