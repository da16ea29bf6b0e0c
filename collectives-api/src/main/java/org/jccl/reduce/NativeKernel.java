// SPDX-License-Identifier: Apache-2.0
package org.jccl.reduce;

import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.buffer.Memory;

/** A kernel in C, in {@code src/main/native}; only where the native library is loaded. */
final class NativeKernel implements Kernel {
    private final ReduceOp op;
    private final int kind;
    private final int sizeBytes;
    /** The address of the type's loops, static in the library. */
    private final long loops;

    /** A kernel for the instruction set of that {@link #levels level}. */
    NativeKernel(final DataType type, final ReduceOp op, final int level) {
        this.op = op;
        this.kind = op.kind().ordinal();
        this.sizeBytes = type.sizeBytes();
        this.loops = loops(level, type.ordinal());
    }

    @Override
    public void combine(final long operandTable, final int operands, final long destination, final long count) {
        if (operands == 1) {
            copy(Memory.getLong(operandTable), destination, count);
        } else {
            combine(loops, kind, operandTable, operands, destination, count);
        }
    }

    @Override
    public void finish(final long address, final long count, final int ranks) {
        if (op.kind() == ReduceOp.Kind.AVG) {
            divide(loops, address, count, ranks);
        }
    }

    @Override
    public void prepare(final long source, final long destination, final long count) {
        if (op.kind() == ReduceOp.Kind.PREMUL_SUM) {
            scale(loops, source, destination, count, op.scalar());
        } else {
            copy(source, destination, count);
        }
    }

    private void copy(final long source, final long destination, final long count) {
        if (source != destination) {
            Memory.copy(source, destination, count * sizeBytes);
        }
    }

    /** How many instruction sets this processor runs, of those that the library is compiled for; the last is the best. */
    static native int levels();

    /** What an instruction set is called. */
    static native String levelName(int level);

    private static native long loops(int level, int type);

    private static native void combine(
            long loops, int kind, long operandTable, int operands, long destination, long count);

    private static native void divide(long loops, long address, long count, int divisor);

    private static native void scale(long loops, long source, long destination, long count, double scalar);
}
