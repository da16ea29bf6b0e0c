// SPDX-License-Identifier: Apache-2.0
package org.jccl;

/**
 * A reduction of the user's own, made into a {@link ReduceOp} by {@link ReduceOp#of}.
 *
 * <p>Called by whichever thread drives the communicator, possibly many times for one collective, each time with whole
 * elements only. It must not block, must not call the communicator, and must not keep the addresses. An exception it
 * throws aborts the operation on every rank and is named as its cause.
 */
@FunctionalInterface
public interface ReduceOperator {
    /**
     * Combines elementwise: {@code accumulator[i] = accumulator[i] (op) operand[i]}.
     *
     * @param accumulatorAddress native address of {@code count} elements, read and overwritten; the left operand, which
     *     holds the contribution of the lower ranks when the operator is not commutative
     * @param operandAddress native address of {@code count} elements, only read; never overlaps the accumulator
     * @param count how many elements
     * @param type their type
     */
    void combine(long accumulatorAddress, long operandAddress, long count, DataType type);
}
