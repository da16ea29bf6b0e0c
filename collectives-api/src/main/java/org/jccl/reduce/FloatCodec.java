// SPDX-License-Identifier: Apache-2.0
package org.jccl.reduce;

import org.jccl.DataType;
import org.jccl.buffer.Memory;

/** Moves elements of a floating type of up to 32 bits between native memory and a float32 window. */
interface FloatCodec {
    /** Widens, exactly. */
    void load(long address, float[] window, int count);

    /** Rounds to nearest even. */
    void store(float[] window, long address, int count);

    /** The codec of that type; stateless. */
    static FloatCodec of(final DataType type) {
        return switch (type) {
            case FLOAT32 -> new Float32();
            case BFLOAT16 -> new Bfloat16();
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

    /** The upper half of a float32. Rounded by integer arithmetic, which keeps denormals and spares NaN. */
    final class Bfloat16 implements FloatCodec {
        private static final int CANONICAL_NAN = 0x7fc0;

        @Override
        public void load(final long address, final float[] window, final int count) {
            for (int i = 0; i < count; i++) {
                window[i] = decode(Memory.getShort(address + (long) i * Short.BYTES));
            }
        }

        @Override
        public void store(final float[] window, final long address, final int count) {
            for (int i = 0; i < count; i++) {
                Memory.putShort(address + (long) i * Short.BYTES, (short) encode(window[i]));
            }
        }

        static float decode(final int bits) {
            return Float.intBitsToFloat(bits << 16);
        }

        /** Half a unit, less one if the result would otherwise be odd, carries into the half that stays. */
        static int encode(final float value) {
            final int bits = Float.floatToRawIntBits(value);
            return Float.isNaN(value) ? CANONICAL_NAN : bits + 0x7fff + (bits >>> 16 & 1) >>> 16;
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
