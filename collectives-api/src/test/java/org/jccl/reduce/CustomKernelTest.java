// SPDX-License-Identifier: Apache-2.0
package org.jccl.reduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.ReduceOperator;
import org.jccl.buffer.Memory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CustomKernelTest {
    private static final int COUNT = 10_000;

    /** Neither commutative nor associative, so that any other order shows. */
    private static final ReduceOperator TWICE_AND_ADD = (accumulator, operand, count, type) -> {
        for (long i = 0; i < count; i++) {
            final long at = i * Integer.BYTES;
            Memory.putInt(accumulator + at, 2 * Memory.getInt(accumulator + at) + Memory.getInt(operand + at));
        }
    };

    @Test
    void shouldCombineFromLeftToRightIntoAnyOperand() {
        final Kernel kernel = Kernels.of(DataType.INT32, ReduceOp.of("twice and add", false, TWICE_AND_ADD));
        for (int target = 0; target < 3; target++) {
            final Elements[] operands = new Elements[3];
            final long table = Memory.allocate((long) operands.length * Long.BYTES);
            for (int k = 0; k < operands.length; k++) {
                operands[k] = new Elements(DataType.INT32, COUNT);
                Memory.putLong(table + (long) k * Long.BYTES, operands[k].address());
                for (int i = 0; i < COUNT; i++) {
                    operands[k].set(i, i + k);
                }
            }
            kernel.combine(table, operands.length, operands[target].address(), COUNT);
            for (int i = 0; i < COUNT; i++) {
                assertThat(operands[target].get(i)).as("element %d", i).isEqualTo(2 * (2L * i + i + 1) + i + 2);
            }
            assertThat(operands[target].guardsAreIntact()).isTrue();
            for (final Elements operand : operands) {
                operand.close();
            }
            Memory.free(table);
        }
    }

    @Test
    void shouldGiveTheOperatorWholeElementsAndTheirType() {
        final ReduceOperator checking = (accumulator, operand, count, type) -> {
            assertThat(type).isEqualTo(DataType.FLOAT64);
            assertThat(count).isPositive();
        };
        try (Elements elements = new Elements(DataType.FLOAT64, COUNT)) {
            final long table = Memory.allocate(2 * Long.BYTES);
            Memory.putLong(table, elements.address());
            Memory.putLong(table + Long.BYTES, elements.address());
            Kernels.of(DataType.FLOAT64, ReduceOp.of("checking", true, checking))
                    .combine(table, 2, elements.address(), COUNT);
            Memory.free(table);
        }
    }

    @Test
    void shouldLetTheOperatorsExceptionThrough() {
        final ReduceOperator failing = (accumulator, operand, count, type) -> {
            throw new IllegalStateException("no");
        };
        try (Elements elements = new Elements(DataType.INT8, 1)) {
            final long table = Memory.allocate(2 * Long.BYTES);
            Memory.putLong(table, elements.address());
            Memory.putLong(table + Long.BYTES, elements.address());
            assertThatThrownBy(() -> Kernels.of(DataType.INT8, ReduceOp.of("failing", true, failing))
                            .combine(table, 2, elements.address(), 1))
                    .hasMessage("no");
            Memory.free(table);
        }
    }
}
