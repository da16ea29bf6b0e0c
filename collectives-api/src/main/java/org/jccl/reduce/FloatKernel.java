// SPDX-License-Identifier: Apache-2.0
package org.jccl.reduce;

import org.jccl.DataType;
import org.jccl.ReduceOp;

/** The floating types of up to 32 bits, computed in float32. */
final class FloatKernel extends WindowKernel {
    private final float[] accumulator = new float[WINDOW];
    private final float[] operand = new float[WINDOW];
    private final FloatCodec codec;

    FloatKernel(final DataType type, final ReduceOp op) {
        super(type, op);
        this.codec = FloatCodec.of(type);
    }

    @Override
    void load(final long address, final int count) {
        codec.load(address, accumulator, count);
    }

    @Override
    void store(final long address, final int count) {
        codec.store(accumulator, address, count);
    }

    @Override
    void fold(final long address, final int count) {
        codec.load(address, operand, count);
        final int trips = padded(count);
        switch (op.kind()) {
            case SUM, AVG, PREMUL_SUM -> sum(accumulator, operand, trips);
            case PROD -> prod(accumulator, operand, trips);
            case MIN -> min(accumulator, operand, trips);
            case MAX -> max(accumulator, operand, trips);
            default -> throw new IllegalStateException(op + " is not for floating types");
        }
    }

    @Override
    void divide(final int divisor, final int count) {
        for (int i = 0; i < count; i++) {
            accumulator[i] /= divisor;
        }
    }

    @Override
    void scale(final double scalar, final int count) {
        final float factor = (float) scalar;
        for (int i = 0; i < count; i++) {
            accumulator[i] *= factor;
        }
    }

    private static void sum(final float[] a, final float[] b, final int count) {
        for (int i = 0; i < count; i++) {
            a[i] += b[i];
        }
    }

    private static void prod(final float[] a, final float[] b, final int count) {
        for (int i = 0; i < count; i++) {
            a[i] *= b[i];
        }
    }

    private static void min(final float[] a, final float[] b, final int count) {
        for (int i = 0; i < count; i++) {
            a[i] = canonical(Math.min(a[i], b[i]));
        }
    }

    private static void max(final float[] a, final float[] b, final int count) {
        for (int i = 0; i < count; i++) {
            a[i] = canonical(Math.max(a[i], b[i]));
        }
    }

    /** {@link Math#min} lets some operand's NaN through. */
    private static float canonical(final float value) {
        return Float.isNaN(value) ? Float.NaN : value;
    }
}
