// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

import jcuda.Pointer;
import org.jccl.buffer.Memory;

/**
 * The one parameter of every kernel, {@code struct reduction} of {@code reduction.h}, in native memory that is never freed;
 * JCuda takes this as a kernel's parameters. The driver has read it when a launch returns. Not for several threads at once.
 */
final class LaunchParameters extends Pointer {
    /** Of the memory that {@code vectors} are made of. */
    static final int VECTOR_BYTES = 16;

    private static final int DESTINATION = DeviceKernels.MOST_OPERANDS * Long.BYTES;
    private static final int COUNT = DESTINATION + Long.BYTES;
    private static final int HEAD = COUNT + Long.BYTES;
    private static final int VECTORS = HEAD + Long.BYTES;
    private static final int OPERANDS = VECTORS + Long.BYTES;
    private static final int RANKS = OPERANDS + Integer.BYTES;
    private static final int SCALAR = RANKS + Integer.BYTES;
    static final int STRUCT_BYTES = SCALAR + Double.BYTES;

    private final long struct;

    LaunchParameters() {
        this(Memory.allocate(Long.BYTES + STRUCT_BYTES));
    }

    /** At the address is that of the first and only parameter, as {@code cuLaunchKernel} wants it, and the parameter behind. */
    private LaunchParameters(final long address) {
        super(address);
        struct = address + Long.BYTES;
        Memory.putLong(address, struct);
    }

    void setOperands(final long table, final int operands) {
        Memory.copy(table, struct, (long) operands * Long.BYTES);
        Memory.putInt(struct + OPERANDS, operands);
    }

    void setOperand(final long source) {
        Memory.putLong(struct, source);
        Memory.putInt(struct + OPERANDS, 1);
    }

    void setRanks(final int ranks) {
        Memory.putInt(struct + RANKS, ranks);
    }

    void setScalar(final double scalar) {
        Memory.putDouble(struct + SCALAR, scalar);
    }

    /** After the operands. All elements go singly where the addresses never are multiples of a vector's size at once. */
    void setDestination(final long destination, final long count, final int sizeBytes) {
        final boolean aligned = destination % sizeBytes == 0 && operandsAreAlignedLike(destination);
        final long head = Math.min(count, (-destination & VECTOR_BYTES - 1) / sizeBytes);
        Memory.putLong(struct + DESTINATION, destination);
        Memory.putLong(struct + COUNT, count);
        Memory.putLong(struct + HEAD, aligned ? head : 0);
        Memory.putLong(struct + VECTORS, aligned ? (count - head) * sizeBytes / VECTOR_BYTES : 0);
    }

    private boolean operandsAreAlignedLike(final long destination) {
        final int operands = Memory.getInt(struct + OPERANDS);
        long differences = 0;
        for (int k = 0; k < operands; k++) {
            differences |= Memory.getLong(struct + (long) k * Long.BYTES) ^ destination;
        }
        return differences % VECTOR_BYTES == 0;
    }
}
