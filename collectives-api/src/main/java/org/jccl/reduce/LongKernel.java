// SPDX-License-Identifier: Apache-2.0
package org.jccl.reduce;

import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.buffer.Memory;

/** int64 and uint64. */
final class LongKernel extends WindowKernel {
    private static final long ARRAY_OFFSET = Memory.arrayOffset(long[].class);
    private static final double TWO_TO_63 = 0x1p63;

    private final long[] accumulator = new long[WINDOW];
    private final long[] operand = new long[WINDOW];
    private final boolean unsigned;
    /** Flips the sign bits of uint64 before and after a comparison, so that a signed one orders them. */
    private final long flip;

    LongKernel(final DataType type, final ReduceOp op) {
        super(type, op);
        this.unsigned = type == DataType.UINT64;
        this.flip = unsigned ? Long.MIN_VALUE : 0;
    }

    @Override
    void load(final long address, final int count) {
        Memory.copy(null, address, accumulator, ARRAY_OFFSET, (long) count * Long.BYTES);
    }

    @Override
    void store(final long address, final int count) {
        Memory.copy(accumulator, ARRAY_OFFSET, null, address, (long) count * Long.BYTES);
    }

    @Override
    void fold(final long address, final int count) {
        Memory.copy(null, address, operand, ARRAY_OFFSET, (long) count * Long.BYTES);
        final int trips = padded(count);
        switch (op.kind()) {
            case SUM, AVG, PREMUL_SUM -> sum(accumulator, operand, trips);
            case PROD -> prod(accumulator, operand, trips);
            case MIN -> min(accumulator, operand, trips, flip);
            case MAX -> max(accumulator, operand, trips, flip);
            case BAND -> and(accumulator, operand, trips);
            case BOR -> or(accumulator, operand, trips);
            case BXOR -> xor(accumulator, operand, trips);
            default -> throw new IllegalStateException(op + " has a kernel of its own");
        }
    }

    @Override
    void divide(final int divisor, final int count) {
        for (int i = 0; i < count; i++) {
            accumulator[i] = unsigned ? Long.divideUnsigned(accumulator[i], divisor) : accumulator[i] / divisor;
        }
    }

    @Override
    void scale(final double scalar, final int count) {
        for (int i = 0; i < count; i++) {
            accumulator[i] =
                    unsigned ? toUnsigned(fromUnsigned(accumulator[i]) * scalar) : (long) (accumulator[i] * scalar);
        }
    }

    /** The nearest double. The lowest bit is kept as a sticky one while halving, so that ties round as they should. */
    private static double fromUnsigned(final long value) {
        return value >= 0 ? value : (double) (value >>> 1 | value & 1) * 2;
    }

    private static long toUnsigned(final double value) {
        return value >= TWO_TO_63 ? (long) (value - TWO_TO_63) ^ Long.MIN_VALUE : Math.max(0, (long) value);
    }

    private static void sum(final long[] a, final long[] b, final int count) {
        for (int i = 0; i < count; i++) {
            a[i] += b[i];
        }
    }

    private static void prod(final long[] a, final long[] b, final int count) {
        for (int i = 0; i < count; i++) {
            a[i] *= b[i];
        }
    }

    private static void min(final long[] a, final long[] b, final int count, final long flip) {
        for (int i = 0; i < count; i++) {
            a[i] = Math.min(a[i] ^ flip, b[i] ^ flip) ^ flip;
        }
    }

    private static void max(final long[] a, final long[] b, final int count, final long flip) {
        for (int i = 0; i < count; i++) {
            a[i] = Math.max(a[i] ^ flip, b[i] ^ flip) ^ flip;
        }
    }

    private static void and(final long[] a, final long[] b, final int count) {
        for (int i = 0; i < count; i++) {
            a[i] &= b[i];
        }
    }

    private static void or(final long[] a, final long[] b, final int count) {
        for (int i = 0; i < count; i++) {
            a[i] |= b[i];
        }
    }

    private static void xor(final long[] a, final long[] b, final int count) {
        for (int i = 0; i < count; i++) {
            a[i] ^= b[i];
        }
    }
}
