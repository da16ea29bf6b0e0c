// SPDX-License-Identifier: Apache-2.0
package org.jccl.reduce;

import java.util.Random;
import org.jccl.DataType;
import org.jccl.buffer.Memory;

/** Elements in native memory between two guards. */
final class Elements implements AutoCloseable {
    private static final int GUARD_BYTES = 64;
    private static final byte GUARD = 0x5a;
    /** Edges of the formats: zeros, least and greatest denormals and normals, one, infinities, NaNs, integer limits. */
    private static final long[] EDGES = {
        0,
        1,
        0x7f,
        0x80,
        0xff,
        0x38,
        0x7c,
        0x7e,
        0x3ff,
        0x400,
        0x3c00,
        0x7bff,
        0x7c00,
        0xfc00,
        0x7c01,
        0x7f80,
        0xff80,
        0x7f,
        0x80,
        0x7fc0,
        0x7f81,
        0x8000,
        0xffff,
        0x3f80_0000L,
        0x7f80_0000L,
        0xff80_0000L,
        0x7f80_0001L,
        0xffc0_1234L,
        0x8000_0000L,
        0x7fff_ffffL,
        0xffff_ffffL,
        0x007f_ffffL,
        0x0080_0000L,
        0x7f7f_ffffL,
        0x3ff0_0000_0000_0000L,
        0x7ff0_0000_0000_0000L,
        0xfff0_0000_0000_0000L,
        0x7ff0_0000_0000_0001L,
        0x8000_0000_0000_0000L,
        0x7fff_ffff_ffff_ffffL,
        -1L,
        0x000f_ffff_ffff_ffffL,
        0x0010_0000_0000_0000L,
    };

    private final DataType type;
    private final int count;
    private final long base;
    private final long start;

    Elements(final DataType type, final int count) {
        this(type, count, 0);
    }

    /** {@code misalignmentBytes} off the natural alignment. */
    Elements(final DataType type, final int count, final int misalignmentBytes) {
        this.type = type;
        this.count = count;
        this.base = Memory.allocate(2 * GUARD_BYTES + misalignmentBytes + (long) count * type.sizeBytes());
        this.start = base + GUARD_BYTES + misalignmentBytes;
        Memory.fill(start - GUARD_BYTES, 2 * GUARD_BYTES + (long) count * type.sizeBytes(), GUARD);
    }

    /** Random bits, every fourth an edge. */
    Elements randomise(final Random random) {
        for (int i = 0; i < count; i++) {
            set(i, random.nextInt(4) == 0 ? EDGES[random.nextInt(EDGES.length)] : random.nextLong());
        }
        return this;
    }

    Elements copyFrom(final Elements other) {
        Memory.copy(other.start, start, (long) count * type.sizeBytes());
        return this;
    }

    long address() {
        return start;
    }

    int count() {
        return count;
    }

    void set(final int index, final long bits) {
        switch (type.sizeBytes()) {
            case 1 -> Memory.putByte(start + index, (byte) bits);
            case 2 -> Memory.putShort(start + index * 2L, (short) bits);
            case 4 -> Memory.putInt(start + index * 4L, (int) bits);
            default -> Memory.putLong(start + index * 8L, bits);
        }
    }

    long get(final int index) {
        return Reference.mask(
                type,
                switch (type.sizeBytes()) {
                    case 1 -> Memory.getByte(start + index);
                    case 2 -> Memory.getShort(start + index * 2L);
                    case 4 -> Memory.getInt(start + index * 4L);
                    default -> Memory.getLong(start + index * 8L);
                });
    }

    /** Whether nothing was written outside. */
    boolean guardsAreIntact() {
        final long end = start + (long) count * type.sizeBytes();
        for (int i = 0; i < GUARD_BYTES; i++) {
            if (Memory.getByte(start - 1 - i) != GUARD || Memory.getByte(end + i) != GUARD) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        Memory.free(base);
    }
}
