// SPDX-License-Identifier: Apache-2.0
package org.jccl.reduce;

import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.buffer.Memory;

/**
 * A kernel in plain Java. The JIT vectorises loops over heap arrays but no loop over native memory, so the elements pass
 * through two heap windows: an accumulator and the operand that is being folded into it.
 */
abstract class WindowKernel implements Kernel {
    /** Elements in a window: with both windows and what lies behind them, 16 KiB of a 32 KiB first level cache. */
    static final int WINDOW = 1024;

    /** Divides {@link #WINDOW} and half of it. */
    private static final int LEAST_TRIPS = 64;

    final ReduceOp op;
    private final int sizeBytes;

    WindowKernel(final DataType type, final ReduceOp op) {
        this.op = op;
        this.sizeBytes = type.sizeBytes();
    }

    /**
     * How far to run a loop over windows that hold {@code count} elements. The JIT compiles a loop once, for the trip counts
     * it has seen, and after many short ones would not vectorise it. What lies beyond {@code count} is never stored.
     */
    static int padded(final int count) {
        return count + LEAST_TRIPS - 1 & -LEAST_TRIPS;
    }

    /** Fills the accumulator. */
    abstract void load(long address, int count);

    /** Combines the accumulator with an operand, into the accumulator. */
    abstract void fold(long address, int count);

    /** Divides the accumulator. */
    abstract void divide(int divisor, int count);

    /** Multiplies the accumulator. */
    abstract void scale(double scalar, int count);

    /** Rounds the accumulator to the element type, into native memory. */
    abstract void store(long address, int count);

    /** Each window is written only after every operand's has been read, so that any operand may be the destination. */
    @Override
    public final void combine(final long operandTable, final int operands, final long destination, final long count) {
        if (operands == 1) {
            copy(Memory.getLong(operandTable), destination, count);
            return;
        }
        for (long done = 0; done < count; done += WINDOW) {
            final int n = (int) Math.min(WINDOW, count - done);
            final long offset = done * sizeBytes;
            load(Memory.getLong(operandTable) + offset, n);
            for (int k = 1; k < operands; k++) {
                fold(Memory.getLong(operandTable + (long) k * Long.BYTES) + offset, n);
            }
            store(destination + offset, n);
        }
    }

    @Override
    public final void finish(final long address, final long count, final int ranks) {
        if (op.kind() != ReduceOp.Kind.AVG) {
            return;
        }
        for (long done = 0; done < count; done += WINDOW) {
            final int n = (int) Math.min(WINDOW, count - done);
            final long offset = done * sizeBytes;
            load(address + offset, n);
            divide(ranks, n);
            store(address + offset, n);
        }
    }

    @Override
    public final void prepare(final long source, final long destination, final long count) {
        if (op.kind() != ReduceOp.Kind.PREMUL_SUM) {
            copy(source, destination, count);
            return;
        }
        for (long done = 0; done < count; done += WINDOW) {
            final int n = (int) Math.min(WINDOW, count - done);
            final long offset = done * sizeBytes;
            load(source + offset, n);
            scale(op.scalar(), n);
            store(destination + offset, n);
        }
    }

    private void copy(final long source, final long destination, final long count) {
        if (source != destination) {
            Memory.copy(source, destination, count * sizeBytes);
        }
    }
}
