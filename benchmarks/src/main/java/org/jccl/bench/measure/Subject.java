// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.measure;

import org.jccl.DataType;
import org.jccl.ReduceOp;

/**
 * What a series of rows measures.
 *
 * @param operation which collective
 * @param type of the elements
 * @param op how they are combined; null where nothing is
 * @param root the root of a rooted operation; 0 otherwise
 */
public record Subject(Operation operation, DataType type, ReduceOp op, int root) {
    /** All of it in words: {@code all_reduce(float32, sum)}. */
    public String name() {
        return operation + "(" + type + (op == null ? "" : ", " + op) + ")";
    }

    /** The operator's name as tables print it; {@code none} where nothing is reduced. */
    public String opName() {
        return op == null ? "none" : op.toString();
    }

    /** The root as tables print it: -1 where there is none. */
    public int rootOrNone() {
        return operation.rooted() ? root : -1;
    }

    /**
     * The row's size in elements for about {@code bytes}: the vector, or all blocks together, as in nccl-tests; at least
     * one element, or one for every rank.
     */
    public long elements(final long bytes, final int ranks) {
        if (!operation.movesData()) {
            return 0;
        }
        final long elements = bytes / type.sizeBytes();
        return operation.inBlocks() ? Math.max(1, elements / ranks) * ranks : Math.max(1, elements);
    }

    /** What the table's count column says of that many elements: those of one rank's block, if there are blocks. */
    public long count(final long elements, final int ranks) {
        return operation.inBlocks() ? elements / ranks : elements;
    }
}
