// SPDX-License-Identifier: Apache-2.0
package org.jccl.reduce;

import org.jccl.buffer.Memory;

/**
 * bfloat16, the upper half of a float32, rounded by integer arithmetic, which keeps denormals and spares NaN.
 *
 * <p>Two elements at a time, as one int, because the JIT vectorises loops over int arrays but neither loops over 16-bit
 * elements with arithmetic in 32 nor {@link Float#intBitsToFloat}: the bits of ints become floats by copying them. The
 * window holds the elements of even index, then those of odd index, then the last if their number is odd.
 */
final class Bfloat16Codec implements FloatCodec {
    private static final long INTS = Memory.arrayOffset(int[].class);
    private static final long FLOATS = Memory.arrayOffset(float[].class);
    private static final int UPPER_HALF = 0xffff0000;
    private static final int MAGNITUDE = 0x7fffffff;
    private static final int INFINITY = 0x7f800000;
    private static final int CANONICAL_NAN = 0x7fc00000;

    private final int[] pairs = new int[WindowKernel.WINDOW / 2];
    private final int[] even = new int[WindowKernel.WINDOW / 2];
    private final int[] odd = new int[WindowKernel.WINDOW / 2];

    @Override
    public void load(final long address, final float[] window, final int count) {
        final int half = count / 2;
        final long halfBytes = (long) half * Integer.BYTES;
        Memory.copy(null, address, pairs, INTS, halfBytes);
        split(pairs, even, odd, WindowKernel.padded(half));
        Memory.copy(even, INTS, window, FLOATS, halfBytes);
        Memory.copy(odd, INTS, window, FLOATS + halfBytes, halfBytes);
        if (count % 2 != 0) {
            window[count - 1] = decode(Memory.getShort(address + halfBytes));
        }
    }

    @Override
    public void store(final float[] window, final long address, final int count) {
        final int half = count / 2;
        final long halfBytes = (long) half * Integer.BYTES;
        Memory.copy(window, FLOATS, even, INTS, halfBytes);
        Memory.copy(window, FLOATS + halfBytes, odd, INTS, halfBytes);
        join(even, odd, pairs, WindowKernel.padded(half));
        Memory.copy(pairs, INTS, null, address, halfBytes);
        if (count % 2 != 0) {
            Memory.putShort(address + halfBytes, (short) encode(window[count - 1]));
        }
    }

    private static void split(final int[] pairs, final int[] even, final int[] odd, final int count) {
        for (int i = 0; i < count; i++) {
            even[i] = pairs[i] << Short.SIZE;
            odd[i] = pairs[i] & UPPER_HALF;
        }
    }

    private static void join(final int[] even, final int[] odd, final int[] pairs, final int count) {
        for (int i = 0; i < count; i++) {
            pairs[i] = round(even[i]) >>> Short.SIZE | round(odd[i]) & UPPER_HALF;
        }
    }

    static float decode(final int code) {
        return Float.intBitsToFloat(code << Short.SIZE);
    }

    static int encode(final float value) {
        return round(Float.floatToRawIntBits(value)) >>> Short.SIZE;
    }

    /**
     * Half a unit, less one if the result would otherwise be odd, carries into the upper half; what is left in the lower
     * one is of no use. NaN is selected by a mask, for the JIT does not vectorise a branch.
     */
    private static int round(final int bits) {
        final int rounded = bits + 0x7fff + (bits >>> Short.SIZE & 1);
        final int nan = INFINITY - (bits & MAGNITUDE) >> Integer.SIZE - 1;
        return rounded & ~nan | CANONICAL_NAN & nan;
    }
}
