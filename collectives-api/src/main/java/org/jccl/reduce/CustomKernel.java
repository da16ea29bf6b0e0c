// SPDX-License-Identifier: Apache-2.0
package org.jccl.reduce;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import org.jccl.DataType;
import org.jccl.ReduceOperator;
import org.jccl.buffer.Memory;

/**
 * A user's own operator. It combines in place, so the accumulator is a window of native scratch: the destination may be
 * one of the later operands. The scratch is a direct buffer and goes with this object.
 */
final class CustomKernel implements Kernel {
    private static final int WINDOW_BYTES = 16 * 1024;

    private final DataType type;
    private final ReduceOperator operator;
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(WINDOW_BYTES);

    CustomKernel(final DataType type, final ReduceOperator operator) {
        this.type = type;
        this.operator = operator;
    }

    @Override
    public void combine(final long operandTable, final int operands, final long destination, final long count) {
        final long accumulator = Memory.address(scratch);
        final int window = WINDOW_BYTES / type.sizeBytes();
        for (long done = 0; done < count; done += window) {
            final long n = Math.min(window, count - done);
            final long offset = done * type.sizeBytes();
            Memory.copy(Memory.getLong(operandTable) + offset, accumulator, n * type.sizeBytes());
            for (int k = 1; k < operands; k++) {
                operator.combine(accumulator, Memory.getLong(operandTable + (long) k * Long.BYTES) + offset, n, type);
            }
            Memory.copy(accumulator, destination + offset, n * type.sizeBytes());
        }
        Reference.reachabilityFence(scratch);
    }

    @Override
    public void finish(final long address, final long count, final int ranks) {
        // A user's operator has no end.
    }

    @Override
    public void prepare(final long source, final long destination, final long count) {
        if (source != destination) {
            Memory.copy(source, destination, count * type.sizeBytes());
        }
    }
}
