// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.measure;

import java.nio.ByteBuffer;
import java.util.function.LongUnaryOperator;
import org.jccl.DataType;
import org.jccl.buffer.BufferView;
import org.jccl.buffer.Memory;
import org.jccl.buffer.MemorySpace;
import org.jccl.gpu.DeviceBuffer;

/**
 * One period of {@link ExactInputs}, written out once so that large buffers are filled and compared at memory speed.
 * One thread.
 */
final class Pattern {
    private final DataType type;
    private final ByteBuffer period;
    private final ByteBuffer window = Memory.window();
    /** What was read of a device's memory; made when first needed. */
    private ByteBuffer staging;

    /** Writes the bits of elements 0 to {@link ExactInputs#PERIOD} - 1. */
    Pattern(final DataType type, final LongUnaryOperator bitsAt) {
        this.type = type;
        this.period = ByteBuffer.allocateDirect(ExactInputs.PERIOD * type.sizeBytes());
        final long address = Memory.address(period);
        for (int i = 0; i < ExactInputs.PERIOD; i++) {
            put(address, i, bitsAt.applyAsLong(i));
        }
    }

    private void put(final long address, final int index, final long bits) {
        final long at = address + (long) index * type.sizeBytes();
        switch (type.sizeBytes()) {
            case 1 -> Memory.putByte(at, (byte) bits);
            case 2 -> Memory.putShort(at, (short) bits);
            case 4 -> Memory.putInt(at, (int) bits);
            default -> Memory.putLong(at, bits);
        }
    }

    /** Writes elements {@code first}, {@code first + 1}, ... of the inputs to all of the view. */
    void fill(final BufferView view, final long first) {
        walk(view, first, (inPeriod, offset) -> {
            write(inPeriod, view, offset);
            return 0;
        });
    }

    /** How many elements of the view are not {@code first}, {@code first + 1}, ... of the inputs. */
    long mismatches(final BufferView view, final long first) {
        return walk(view, first, (inPeriod, offset) -> {
            final ByteBuffer inView = read(view, offset, inPeriod.remaining());
            return inPeriod.mismatch(inView) < 0 ? 0 : count(inPeriod, inView);
        });
    }

    private long count(final ByteBuffer expected, final ByteBuffer actual) {
        long wrong = 0;
        final int element = type.sizeBytes();
        for (int i = 0; i < expected.remaining(); i += element) {
            final ByteBuffer one = expected.slice(expected.position() + i, element);
            wrong += one.mismatch(actual.slice(actual.position() + i, element)) < 0 ? 0 : 1;
        }
        return wrong;
    }

    private interface Piece {
        long apply(ByteBuffer inPeriod, long offsetBytes);
    }

    private long walk(final BufferView view, final long first, final Piece piece) {
        final int element = type.sizeBytes();
        long result = 0;
        long done = 0;
        while (done < view.count()) {
            final int place = (int) ((first + done) % ExactInputs.PERIOD);
            final int run = (int) Math.min(ExactInputs.PERIOD - place, view.count() - done);
            final ByteBuffer inPeriod = period.slice(place * element, run * element);
            result += piece.apply(inPeriod, done * element);
            done += run;
        }
        return result;
    }

    private void write(final ByteBuffer bytes, final BufferView view, final long offset) {
        if (view.space() == MemorySpace.DEVICE) {
            onDevice(view, offset, bytes.remaining()).copyFrom(BufferView.of(bytes, DataType.UINT8));
        } else {
            onHost(view, offset, bytes.remaining()).put(bytes);
        }
    }

    private ByteBuffer read(final BufferView view, final long offset, final int length) {
        if (view.space() != MemorySpace.DEVICE) {
            return onHost(view, offset, length);
        }
        if (staging == null) {
            staging = ByteBuffer.allocateDirect(period.capacity());
        }
        staging.clear().limit(length);
        onDevice(view, offset, length).copyTo(BufferView.of(staging, DataType.UINT8));
        return staging.slice();
    }

    private static DeviceBuffer onDevice(final BufferView view, final long offset, final int length) {
        return DeviceBuffer.wrap(view.address() + offset, length, DataType.UINT8);
    }

    private ByteBuffer onHost(final BufferView view, final long offset, final int length) {
        if (view.space() == MemorySpace.HEAP) {
            final long start = view.address() + offset - Memory.arrayOffset(byte[].class);
            return ByteBuffer.wrap((byte[]) view.base(), (int) start, length).slice();
        }
        return Memory.point(window, view.address() + offset, length);
    }
}
