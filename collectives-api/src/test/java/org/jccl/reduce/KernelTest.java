// SPDX-License-Identifier: Apache-2.0
package org.jccl.reduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jccl.ReduceOp;
import org.jccl.buffer.Memory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kernel of every implementation against {@link Reference}. */
@Timeout(120)
class KernelTest {
    private static final long SEED = 20_261_101;

    static Stream<KernelCase> kernels() {
        return KernelCase.all();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void shouldCombineOperandsFromLeftToRight(final KernelCase kernel) {
        final Random random = new Random(SEED);
        for (final int count : new int[] {0, 1, 2, 7, 33, WindowKernel.WINDOW - 1, 2 * WindowKernel.WINDOW + 3}) {
            for (int operands = 1; operands <= 5; operands++) {
                combineAndCompare(kernel, random, operands, count, -1, 0);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void shouldCombineIntoAnyOfItsOperands(final KernelCase kernel) {
        final Random random = new Random(SEED);
        for (int operands = 1; operands <= 4; operands++) {
            for (int target = 0; target < operands; target++) {
                combineAndCompare(kernel, random, operands, WindowKernel.WINDOW + 5, target, 0);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void shouldNotNeedAlignedAddresses(final KernelCase kernel) {
        for (int operands = 2; operands <= 3; operands++) {
            combineAndCompare(kernel, new Random(SEED), operands, 517, -1, 1);
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void shouldCopyWhereNothingIsToPrepareOrFinish(final KernelCase kernel) {
        final ReduceOp.Kind kind = kernel.op().kind();
        final int count = 1_111;
        try (Elements source = new Elements(kernel.type(), count).randomise(new Random(SEED));
                Elements target = new Elements(kernel.type(), count)) {
            if (kind != ReduceOp.Kind.PREMUL_SUM) {
                kernel.create().prepare(source.address(), target.address(), count);
                assertThat(bits(target)).isEqualTo(bits(source));
            }
            if (kind != ReduceOp.Kind.AVG) {
                target.copyFrom(source);
                kernel.create().finish(target.address(), count, 3);
                assertThat(bits(target)).isEqualTo(bits(source));
            }
        }
    }

    private static void combineAndCompare(
            final KernelCase kernel,
            final Random random,
            final int operands,
            final int count,
            final int target,
            final int misalignmentBytes) {
        final List<Elements> sources = new ArrayList<>();
        final long table = Memory.allocate((long) operands * Long.BYTES);
        try (Elements fresh = new Elements(kernel.type(), count, misalignmentBytes)) {
            for (int k = 0; k < operands; k++) {
                sources.add(new Elements(kernel.type(), count, misalignmentBytes).randomise(random));
                Memory.putLong(table + (long) k * Long.BYTES, sources.get(k).address());
            }
            final long[] expected = expected(kernel, sources, count);
            final Elements destination = target < 0 ? fresh : sources.get(target);
            kernel.create().combine(table, operands, destination.address(), count);
            for (int i = 0; i < count; i++) {
                assertThat(kernel.canonical(destination.get(i), operands))
                        .as("%s of %d operands into %d, seed %d, element %d", kernel, operands, target, SEED, i)
                        .isEqualTo(expected[i]);
            }
            assertThat(destination.guardsAreIntact()).as("guards of %s", kernel).isTrue();
        } finally {
            sources.forEach(Elements::close);
            Memory.free(table);
        }
    }

    private static long[] expected(final KernelCase kernel, final List<Elements> sources, final int count) {
        final long[] expected = new long[count];
        Arrays.setAll(expected, i -> {
            final long[] operands = sources.stream().mapToLong(s -> s.get(i)).toArray();
            return Reference.combine(kernel.type(), kernel.op().kind(), operands);
        });
        return expected;
    }

    private static long[] bits(final Elements elements) {
        final long[] bits = new long[elements.count()];
        Arrays.setAll(bits, elements::get);
        return bits;
    }
}
