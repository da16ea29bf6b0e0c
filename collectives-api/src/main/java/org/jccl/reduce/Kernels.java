// SPDX-License-Identifier: Apache-2.0
package org.jccl.reduce;

import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.buffer.NativeLibrary;

/**
 * Makes kernels: native ones where the {@linkplain NativeLibrary native library} is loaded, else in plain Java. Any thread.
 */
public final class Kernels {
    private Kernels() {}

    /** A kernel of the caller's own for that type and operator, which must {@linkplain ReduceOp#supports fit}. */
    public static Kernel of(final DataType type, final ReduceOp op) {
        if (op.kind() == ReduceOp.Kind.CUSTOM) {
            return new CustomKernel(type, op.operator());
        }
        return NativeLibrary.isLoaded() ? new NativeKernel(type, op, NativeKernel.levels() - 1) : java(type, op);
    }

    /** Which implementation {@link #of} gives: {@code "native avx2"}, or {@code "java (this jar was built without ...)"}. */
    public static String description() {
        return NativeLibrary.isLoaded()
                ? "native " + NativeKernel.levelName(NativeKernel.levels() - 1)
                : "java (" + NativeLibrary.status() + ")";
    }

    static Kernel java(final DataType type, final ReduceOp op) {
        return switch (type) {
            case INT8, UINT8, INT32, UINT32 -> new IntKernel(type, op);
            case INT64, UINT64 -> new LongKernel(type, op);
            case FLOAT64 -> new DoubleKernel(op);
            case FLOAT16, BFLOAT16, FLOAT32, FLOAT8_E4M3, FLOAT8_E5M2 -> new FloatKernel(type, op);
        };
    }
}
