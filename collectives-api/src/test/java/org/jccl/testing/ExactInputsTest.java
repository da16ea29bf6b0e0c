// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jccl.DataType;
import org.jccl.ReduceOp.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class ExactInputsTest {
    private static final int COUNT = 60;

    @ParameterizedTest
    @EnumSource(DataType.class)
    void shouldReduceToTheSameBitsInAnyOrder(final DataType type) {
        for (final Kind kind : ExactInputs.kinds(type)) {
            for (int size = 1; size <= 19; size++) {
                assertOrderDoesNotMatter(type, kind, size);
            }
        }
    }

    private static void assertOrderDoesNotMatter(final DataType type, final Kind kind, final int size) {
        final ExactInputs inputs = new ExactInputs(type, kind, size, 7);
        final byte[] expected = inputs.reduction(COUNT);
        final Random random = new Random(size);
        final List<byte[]> ranks = new ArrayList<>();
        for (int rank = 0; rank < size; rank++) {
            ranks.add(prepared(inputs, type, rank));
        }
        for (int index = 0; index < COUNT; index++) {
            final long result = Scalars.finish(type, kind, reduceRandomly(type, kind, ranks, index, random), size);
            assertThat(result)
                    .as("%s %s of %d ranks, element %d", type, kind, size, index)
                    .isEqualTo(Elements.get(expected, type, index));
        }
    }

    private static byte[] prepared(final ExactInputs inputs, final DataType type, final int rank) {
        final byte[] input = inputs.input(rank, COUNT);
        for (int index = 0; index < COUNT; index++) {
            Elements.put(input, type, index, Scalars.prepare(type, inputs.op(rank), Elements.get(input, type, index)));
        }
        return input;
    }

    /** Combines two random operands at a time, rounding each time, until one is left. */
    private static long reduceRandomly(
            final DataType type, final Kind kind, final List<byte[]> ranks, final int index, final Random random) {
        final List<Long> operands = new ArrayList<>();
        ranks.forEach(rank -> operands.add(Elements.get(rank, type, index)));
        while (operands.size() > 1) {
            Collections.shuffle(operands, random);
            final long last = operands.remove(operands.size() - 1);
            operands.set(0, Scalars.combine(type, kind, operands.get(0), last));
        }
        return operands.get(0);
    }

    @Test
    void shouldDifferBetweenRanksIndicesAndSeeds() {
        final ExactInputs inputs = new ExactInputs(DataType.INT64, Kind.SUM, 2, 1);
        assertThat(inputs.input(0, 9)).isNotEqualTo(inputs.input(1, 9));
        assertThat(inputs.input(0, 9)).isNotEqualTo(new ExactInputs(DataType.INT64, Kind.SUM, 2, 2).input(0, 9));
        final byte[] one = inputs.input(0, 1000);
        assertThat(Elements.get(one, DataType.INT64, 3)).isNotEqualTo(Elements.get(one, DataType.INT64, 4));
    }

    @Test
    void shouldRepeatAfterItsPeriod() {
        final ExactInputs inputs = new ExactInputs(DataType.INT32, Kind.SUM, 3, 1);
        final byte[] sum = inputs.reduction(ExactInputs.PERIOD + 5L);
        assertThat(Elements.get(sum, DataType.INT32, ExactInputs.PERIOD + 4))
                .isEqualTo(Elements.get(sum, DataType.INT32, 4));
    }

    @Test
    void shouldWrapIntegersAndTruncateAverages() {
        assertThat(Scalars.combine(DataType.INT8, Kind.SUM, 100, 100)).isEqualTo(200);
        assertThat(Scalars.toInteger(DataType.INT8, 200)).isEqualTo(-56);
        assertThat(Scalars.finish(DataType.INT8, Kind.AVG, 0xF9, 2)).isEqualTo(0xFD);
        assertThat(Scalars.finish(DataType.UINT8, Kind.AVG, 0xF9, 2)).isEqualTo(0x7C);
        assertThat(Scalars.combine(DataType.UINT64, Kind.MAX, -1, 1)).isEqualTo(-1);
        assertThat(Scalars.combine(DataType.INT64, Kind.MAX, -1, 1)).isEqualTo(1);
    }
}
