// SPDX-License-Identifier: Apache-2.0
package org.jccl.reduce;

import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.buffer.Memory;

/** float64. */
final class DoubleKernel extends WindowKernel {
    private static final long ARRAY_OFFSET = Memory.arrayOffset(double[].class);

    private final double[] accumulator = new double[WINDOW];
    private final double[] operand = new double[WINDOW];

    DoubleKernel(final ReduceOp op) {
        super(DataType.FLOAT64, op);
    }

    @Override
    void load(final long address, final int count) {
        Memory.copy(null, address, accumulator, ARRAY_OFFSET, (long) count * Double.BYTES);
    }

    @Override
    void store(final long address, final int count) {
        Memory.copy(accumulator, ARRAY_OFFSET, null, address, (long) count * Double.BYTES);
    }

    @Override
    void fold(final long address, final int count) {
        Memory.copy(null, address, operand, ARRAY_OFFSET, (long) count * Double.BYTES);
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
        for (int i = 0; i < count; i++) {
            accumulator[i] *= scalar;
        }
    }

    private static void sum(final double[] a, final double[] b, final int count) {
        for (int i = 0; i < count; i++) {
            a[i] += b[i];
        }
    }

    private static void prod(final double[] a, final double[] b, final int count) {
        for (int i = 0; i < count; i++) {
            a[i] *= b[i];
        }
    }

    private static void min(final double[] a, final double[] b, final int count) {
        for (int i = 0; i < count; i++) {
            a[i] = canonical(Math.min(a[i], b[i]));
        }
    }

    private static void max(final double[] a, final double[] b, final int count) {
        for (int i = 0; i < count; i++) {
            a[i] = canonical(Math.max(a[i], b[i]));
        }
    }

    /** {@link Math#min} lets some operand's NaN through. */
    private static double canonical(final double value) {
        return Double.isNaN(value) ? Double.NaN : value;
    }
}
