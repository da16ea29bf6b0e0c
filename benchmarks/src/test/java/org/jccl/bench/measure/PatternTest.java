// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jccl.DataType;
import org.jccl.buffer.BufferView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class PatternTest {
    private static final int ELEMENTS = 2 * ExactInputs.PERIOD + 77;

    @ParameterizedTest
    @EnumSource
    void shouldFindEachWrongElementInNativeMemory(final DataType type) {
        final ByteBuffer memory =
                ByteBuffer.allocateDirect(ELEMENTS * type.sizeBytes()).order(ByteOrder.nativeOrder());
        check(type, memory, BufferView.of(memory, type));
    }

    @ParameterizedTest
    @EnumSource
    void shouldFindEachWrongElementInAnArray(final DataType type) {
        final byte[] array = new byte[ELEMENTS * type.sizeBytes() + 24];
        final BufferView view = new BufferView().wrap(array, 16, ELEMENTS, type);
        check(type, ByteBuffer.wrap(array, 16, ELEMENTS * type.sizeBytes()).slice(), view);
        assertThat(array[15]).isZero();
        assertThat(array[array.length - 8]).isZero();
    }

    private static void check(final DataType type, final ByteBuffer memory, final BufferView view) {
        final ExactInputs inputs = new ExactInputs(type, null, 2);
        final Pattern pattern = new Pattern(type, index -> inputs.inputBits(1, index));
        pattern.fill(view, 5);
        assertThat(pattern.mismatches(view, 5)).isZero();
        assertThat(pattern.mismatches(view, 6)).as("shifted by one").isGreaterThan(ELEMENTS / 2);

        for (final int wrong : new int[] {0, 1, ExactInputs.PERIOD - 5, ExactInputs.PERIOD, ELEMENTS - 1}) {
            flip(memory, wrong * type.sizeBytes() + type.sizeBytes() - 1);
        }
        assertThat(pattern.mismatches(view, 5)).isEqualTo(5);
    }

    private static void flip(final ByteBuffer memory, final int at) {
        memory.put(at, (byte) ~memory.get(at));
    }

    @Test
    void shouldWriteElementsInNativeOrder() {
        final int[] array = new int[3];
        final ByteBuffer memory = ByteBuffer.allocateDirect(12).order(ByteOrder.nativeOrder());
        new Pattern(DataType.INT32, index -> 7 + index).fill(BufferView.of(memory, DataType.INT32), 1);
        memory.asIntBuffer().get(array);
        assertThat(array).containsExactly(8, 9, 10);
    }
}
