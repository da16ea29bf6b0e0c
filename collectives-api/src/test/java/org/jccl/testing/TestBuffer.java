// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.jccl.Communicator;
import org.jccl.DataType;
import org.jccl.buffer.BufferView;
import org.jccl.buffer.Memory;
import org.jccl.buffer.MemorySpace;
import org.jccl.buffer.RegisteredMemory;

/**
 * Memory of one kind with a view of its middle and guard bytes on both sides, which nobody may touch. One thread at a
 * time.
 */
public final class TestBuffer implements AutoCloseable {
    private static final int GUARD = 64;
    private static final byte FILL = (byte) 0xA5;
    /** Where this thread's buffers lie instead of in memory of their kind, if they shall lie on a device. */
    private static final ThreadLocal<TestDevice> DEVICE = new ThreadLocal<>();

    private final BufferView view;
    private final ByteBuffer nio;
    private final int position;
    private final int limit;
    private final Runnable release;
    /** The device's memory, or null. */
    private final DeviceMemory device;

    private TestBuffer(final BufferView view, final ByteBuffer nio, final Runnable release) {
        this(view, nio, release, null);
    }

    private TestBuffer(final BufferView view, final ByteBuffer nio, final Runnable release, final DeviceMemory device) {
        this.view = view;
        this.device = device;
        this.nio = nio;
        this.position = nio == null ? 0 : nio.position();
        this.limit = nio == null ? 0 : nio.limit();
        this.release = release;
        fill(-GUARD, 2 * GUARD + Math.toIntExact(view.lengthBytes()));
    }

    /** Does something with all buffers of this thread on a device. */
    static void on(final TestDevice device, final Ranks.Body body, final Communicator communicator) throws Exception {
        DEVICE.set(device);
        try {
            body.run(communicator);
        } finally {
            DEVICE.remove();
        }
    }

    /** Memory of that kind for so many elements; its bytes are arbitrary. */
    public static TestBuffer allocate(
            final BufferKind kind, final DataType type, final long count, final Communicator communicator) {
        final int bytes = Math.toIntExact(count * type.sizeBytes());
        final TestDevice there = DEVICE.get();
        if (there != null) {
            final DeviceMemory memory = there.allocate(bytes + 2 * GUARD);
            return new TestBuffer(memory.view(GUARD, count, type), null, memory::close, memory);
        }
        return switch (kind) {
            case DIRECT -> over(ByteBuffer.allocateDirect(bytes + 2 * GUARD), GUARD, bytes, type);
            case UNALIGNED -> over(ByteBuffer.allocateDirect(bytes + 2 * GUARD + 1), GUARD + 1, bytes, type);
            case HEAP_BUFFER ->
                over(ByteBuffer.allocate(bytes + 3 * GUARD).slice(GUARD, bytes + 2 * GUARD), GUARD, bytes, type);
            case ARRAY -> new TestBuffer(array(type, (int) count), null, () -> {});
            case AGRONA -> agrona(new UnsafeBuffer(ByteBuffer.allocateDirect(bytes + 2 * GUARD), GUARD, bytes), type);
            case AGRONA_ARRAY -> agrona(new UnsafeBuffer(new byte[bytes + 2 * GUARD], GUARD, bytes), type);
            case ADDRESS -> address(bytes, count, type);
            case REGISTERED -> registered(communicator.allocate(bytes + 2L * GUARD), count, type);
        };
    }

    private static TestBuffer over(final ByteBuffer nio, final int start, final int bytes, final DataType type) {
        nio.order(ByteOrder.nativeOrder()).position(start).limit(start + bytes);
        return new TestBuffer(BufferView.of(nio, type), nio, () -> {});
    }

    private static BufferView array(final DataType type, final int count) {
        final int guard = GUARD / type.sizeBytes();
        final int length = count + 2 * guard;
        final BufferView view = new BufferView();
        return switch (type) {
            case FLOAT32 -> view.wrap(new float[length], guard, count);
            case FLOAT64 -> view.wrap(new double[length], guard, count);
            case INT32 -> view.wrap(new int[length], guard, count);
            case INT64 -> view.wrap(new long[length], guard, count);
            case FLOAT16, BFLOAT16 -> view.wrap(new short[length], guard, count, type);
            default -> view.wrap(new byte[length * type.sizeBytes()], GUARD, count, type);
        };
    }

    private static TestBuffer agrona(final UnsafeBuffer buffer, final DataType type) {
        return new TestBuffer(BufferView.of(buffer, type), null, () -> {});
    }

    private static TestBuffer address(final int bytes, final long count, final DataType type) {
        final long start = Memory.allocate(bytes + 2L * GUARD);
        return new TestBuffer(BufferView.ofAddress(start + GUARD, count, type), null, () -> Memory.free(start));
    }

    private static TestBuffer registered(final RegisteredMemory memory, final long count, final DataType type) {
        return new TestBuffer(memory.view(GUARD, count, type), null, memory::close);
    }

    /** The elements, without the guards. */
    public BufferView view() {
        return view;
    }

    /** Writes bytes from element {@code first} on. */
    public TestBuffer write(final long first, final byte[] bytes) {
        put(first * view.type().sizeBytes(), bytes);
        return this;
    }

    /** All elements. */
    public byte[] read() {
        return read(0, Math.toIntExact(view.lengthBytes()));
    }

    private byte[] read(final long offset, final int length) {
        if (device != null) {
            return device.read(GUARD + offset, length);
        }
        final byte[] bytes = new byte[length];
        Memory.copy(base(), view.address() + offset, bytes, Memory.arrayOffset(byte[].class), length);
        return bytes;
    }

    private void fill(final long offset, final int length) {
        final byte[] bytes = new byte[length];
        Arrays.fill(bytes, FILL);
        put(offset, bytes);
    }

    private void put(final long offset, final byte[] bytes) {
        if (device != null) {
            device.write(GUARD + offset, bytes);
        } else {
            Memory.copy(bytes, Memory.arrayOffset(byte[].class), base(), view.address() + offset, bytes.length);
        }
    }

    private Object base() {
        return view.space() == MemorySpace.HEAP ? view.base() : null;
    }

    /** Fails unless the elements are these, the guards are as they were, and so are position and limit. */
    public void require(final String what, final byte[] elements) {
        Elements.requireEqual(what, view.type(), elements, read());
        requireGuard(what + ": before the buffer", read(-GUARD, GUARD));
        requireGuard(what + ": behind the buffer", read(view.lengthBytes(), GUARD));
        if (nio != null && (nio.position() != position || nio.limit() != limit)) {
            throw new AssertionError(what + ": position and limit were " + position + " and " + limit + ", now " + nio);
        }
    }

    private static void requireGuard(final String what, final byte[] guard) {
        for (int i = 0; i < GUARD; i++) {
            if (guard[i] != FILL) {
                throw new AssertionError(what + ", byte " + i + " of the guard was written");
            }
        }
    }

    @Override
    public void close() {
        release.run();
    }
}
