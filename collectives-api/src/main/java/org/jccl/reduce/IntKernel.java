// SPDX-License-Identifier: Apache-2.0
package org.jccl.reduce;

import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.buffer.Memory;

/**
 * The integers of up to 32 bits, computed in int: 8-bit ones are extended with their sign or with zeros when read and
 * cut off when written, which wraps as 8-bit arithmetic does.
 */
final class IntKernel extends WindowKernel {
    private static final long ARRAY_OFFSET = Memory.arrayOffset(int[].class);

    private final int[] accumulator = new int[WINDOW];
    private final int[] operand = new int[WINDOW];
    private final DataType type;
    private final long least;
    private final long greatest;
    /** Flips the sign bits of uint32 before and after a comparison, so that a signed one orders them. */
    private final int flip;

    IntKernel(final DataType type, final ReduceOp op) {
        super(type, op);
        final boolean unsigned = type == DataType.UINT8 || type == DataType.UINT32;
        final int bits = type.sizeBytes() * Byte.SIZE;
        this.type = type;
        this.least = unsigned ? 0 : -1L << (bits - 1);
        this.greatest = unsigned ? (1L << bits) - 1 : ~least;
        this.flip = type == DataType.UINT32 ? Integer.MIN_VALUE : 0;
    }

    @Override
    void load(final long address, final int count) {
        load(address, accumulator, count);
    }

    private void load(final long address, final int[] window, final int count) {
        switch (type) {
            case INT8 -> loadBytes(address, window, count);
            case UINT8 -> loadUnsignedBytes(address, window, count);
            default -> Memory.copy(null, address, window, ARRAY_OFFSET, (long) count * Integer.BYTES);
        }
    }

    private static void loadBytes(final long address, final int[] window, final int count) {
        for (int i = 0; i < count; i++) {
            window[i] = Memory.getByte(address + i);
        }
    }

    private static void loadUnsignedBytes(final long address, final int[] window, final int count) {
        for (int i = 0; i < count; i++) {
            window[i] = Memory.getByte(address + i) & 0xff;
        }
    }

    @Override
    void store(final long address, final int count) {
        if (type.sizeBytes() == Byte.BYTES) {
            storeBytes(accumulator, address, count);
        } else {
            Memory.copy(accumulator, ARRAY_OFFSET, null, address, (long) count * Integer.BYTES);
        }
    }

    private static void storeBytes(final int[] window, final long address, final int count) {
        for (int i = 0; i < count; i++) {
            Memory.putByte(address + i, (byte) window[i]);
        }
    }

    @Override
    void fold(final long address, final int count) {
        load(address, operand, count);
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
            accumulator[i] = (int) (value(accumulator[i]) / divisor);
        }
    }

    @Override
    void scale(final double scalar, final int count) {
        for (int i = 0; i < count; i++) {
            final long product = (long) (value(accumulator[i]) * scalar);
            accumulator[i] = (int) Math.max(least, Math.min(greatest, product));
        }
    }

    private long value(final int element) {
        return least == 0 ? Integer.toUnsignedLong(element) : element;
    }

    private static void sum(final int[] a, final int[] b, final int count) {
        for (int i = 0; i < count; i++) {
            a[i] += b[i];
        }
    }

    private static void prod(final int[] a, final int[] b, final int count) {
        for (int i = 0; i < count; i++) {
            a[i] *= b[i];
        }
    }

    private static void min(final int[] a, final int[] b, final int count, final int flip) {
        for (int i = 0; i < count; i++) {
            a[i] = Math.min(a[i] ^ flip, b[i] ^ flip) ^ flip;
        }
    }

    private static void max(final int[] a, final int[] b, final int count, final int flip) {
        for (int i = 0; i < count; i++) {
            a[i] = Math.max(a[i] ^ flip, b[i] ^ flip) ^ flip;
        }
    }

    private static void and(final int[] a, final int[] b, final int count) {
        for (int i = 0; i < count; i++) {
            a[i] &= b[i];
        }
    }

    private static void or(final int[] a, final int[] b, final int count) {
        for (int i = 0; i < count; i++) {
            a[i] |= b[i];
        }
    }

    private static void xor(final int[] a, final int[] b, final int count) {
        for (int i = 0; i < count; i++) {
            a[i] ^= b[i];
        }
    }
}
