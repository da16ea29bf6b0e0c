// SPDX-License-Identifier: Apache-2.0
package org.jccl.reduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntToLongFunction;
import java.util.function.LongUnaryOperator;
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

    static Stream<KernelCase> averages() {
        return KernelCase.all().filter(kernel -> kernel.op().kind() == ReduceOp.Kind.AVG);
    }

    static Stream<KernelCase> preMultipliedSums() {
        return KernelCase.all().filter(kernel -> kernel.op().kind() == ReduceOp.Kind.PREMUL_SUM);
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
                assertElements(kernel.toString(), target, LongUnaryOperator.identity(), source::get);
            }
            if (kind != ReduceOp.Kind.AVG) {
                target.copyFrom(source);
                kernel.create().finish(target.address(), count, 3);
                assertElements(kernel.toString(), target, LongUnaryOperator.identity(), source::get);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("averages")
    void shouldDivideAveragesByTheRanks(final KernelCase kernel) {
        final int count = WindowKernel.WINDOW + 5;
        for (final int ranks : new int[] {1, 2, 3, 7, 300, 10_007}) {
            try (Elements source = new Elements(kernel.type(), count).randomise(new Random(SEED));
                    Elements target = new Elements(kernel.type(), count).copyFrom(source)) {
                kernel.create().finish(target.address(), count, ranks);
                assertElements(
                        kernel + " over " + ranks + " ranks",
                        target,
                        kernel::canonical,
                        i -> Reference.divide(kernel.type(), source.get(i), ranks));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("preMultipliedSums")
    void shouldMultiplyByTheScalarOfAPreMultipliedSum(final KernelCase kernel) {
        final int count = WindowKernel.WINDOW + 5;
        for (final double scalar : new double[] {1, 0, -1, 0.1, -1.37, 3e9, 1e-40, 1e300, Double.NaN, 1 / 0.0}) {
            final Kernel scaling = kernel.with(ReduceOp.preMulSum(scalar)).create();
            try (Elements source = new Elements(kernel.type(), count).randomise(new Random(SEED));
                    Elements target = new Elements(kernel.type(), count)) {
                scaling.prepare(source.address(), target.address(), count);
                assertElements(
                        kernel + " by " + scalar,
                        target,
                        kernel::canonical,
                        i -> Reference.scale(kernel.type(), source.get(i), scalar));
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
            assertElements(
                    kernel + " of " + operands + " operands into " + target,
                    destination,
                    operands == 1 ? LongUnaryOperator.identity() : kernel::canonical,
                    i -> expected[i]);
        } finally {
            sources.forEach(Elements::close);
            Memory.free(table);
        }
    }

    private static void assertElements(
            final String what,
            final Elements actual,
            final LongUnaryOperator canonical,
            final IntToLongFunction expected) {
        for (int i = 0; i < actual.count(); i++) {
            final long bits = canonical.applyAsLong(actual.get(i));
            final long correct = expected.applyAsLong(i);
            // The assertion itself takes longer than all the rest.
            if (bits != correct) {
                assertThat(Long.toHexString(bits))
                        .as("%s, seed %d, element %d", what, SEED, i)
                        .isEqualTo(Long.toHexString(correct));
            }
        }
        assertThat(actual.guardsAreIntact()).as("guards of %s", what).isTrue();
    }

    private static long[] expected(final KernelCase kernel, final List<Elements> sources, final int count) {
        final long[] expected = new long[count];
        Arrays.setAll(expected, i -> {
            final long[] operands = sources.stream().mapToLong(s -> s.get(i)).toArray();
            return Reference.combine(kernel.type(), kernel.op().kind(), operands);
        });
        return expected;
    }
}
