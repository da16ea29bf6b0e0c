// SPDX-License-Identifier: Apache-2.0
package org.jccl.reduce;

import org.jccl.DataType;
import org.jccl.buffer.Memory;

/**
 * Moves elements of a floating type of up to 32 bits between native memory and a float32 window. A codec decides the order
 * of a given number of elements in the window. May own scratch; not for several threads at once.
 */
interface FloatCodec {
    /** Widens, exactly. */
    void load(long address, float[] window, int count);

    /** Rounds to nearest even. */
    void store(float[] window, long address, int count);

    /** A codec of the caller's own. */
    static FloatCodec of(final DataType type) {
        return switch (type) {
            case FLOAT32 -> new Float32();
            case BFLOAT16 -> new Bfloat16Codec();
            case FLOAT16 -> new Narrow16(NarrowFloat.FLOAT16);
            case FLOAT8_E4M3 -> new Narrow8(NarrowFloat.E4M3);
            case FLOAT8_E5M2 -> new Narrow8(NarrowFloat.E5M2);
            default -> throw new IllegalArgumentException(type + " is not computed in float32");
        };
    }

    /** The window's own format: nothing to convert. */
    final class Float32 implements FloatCodec {
        private static final long ARRAY_OFFSET = Memory.arrayOffset(float[].class);

        @Override
        public void load(final long address, final float[] window, final int count) {
            Memory.copy(null, address, window, ARRAY_OFFSET, (long) count * Float.BYTES);
        }

        @Override
        public void store(final float[] window, final long address, final int count) {
            Memory.copy(window, ARRAY_OFFSET, null, address, (long) count * Float.BYTES);
        }
    }

    /** A 16-bit format that is no part of a float32. */
    record Narrow16(NarrowFloat format) implements FloatCodec {
        @Override
        public void load(final long address, final float[] window, final int count) {
            for (int i = 0; i < count; i++) {
                window[i] = format.decode(Memory.getShort(address + (long) i * Short.BYTES));
            }
        }

        @Override
        public void store(final float[] window, final long address, final int count) {
            for (int i = 0; i < count; i++) {
                Memory.putShort(address + (long) i * Short.BYTES, (short) format.encode(window[i]));
            }
        }
    }

    /** An 8-bit format. */
    record Narrow8(NarrowFloat format) implements FloatCodec {
        @Override
        public void load(final long address, final float[] window, final int count) {
            for (int i = 0; i < count; i++) {
                window[i] = format.decode(Memory.getByte(address + i));
            }
        }

        @Override
        public void store(final float[] window, final long address, final int count) {
            for (int i = 0; i < count; i++) {
                Memory.putByte(address + i, (byte) format.encode(window[i]));
            }
        }
    }
}
