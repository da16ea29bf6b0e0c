// SPDX-License-Identifier: Apache-2.0
package org.jccl.reduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.buffer.Memory;
import org.jccl.buffer.NativeLibrary;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The native kernels of every instruction set that runs here against those in Java: many elements, the same bits. */
@Timeout(300)
class NativeKernelTest {
    private static final long SEED = 754_2019;
    private static final int CODES = 1 << Short.SIZE;

    @BeforeAll
    static void requireTheLibrary() {
        assumeTrue(NativeLibrary.isLoaded(), NativeLibrary.status());
    }

    static Stream<KernelCase> nativeKernels() {
        return KernelCase.all().filter(kernel -> kernel.level() != KernelCase.JAVA);
    }

    static Stream<KernelCase> kernelsOfOneByte() {
        return nativeKernels().filter(kernel -> kernel.type().sizeBytes() == Byte.BYTES);
    }

    static Stream<KernelCase> kernelsOfTwoBytes() {
        return nativeKernels().filter(kernel -> kernel.type().sizeBytes() == Short.BYTES);
    }

    @Test
    void shouldBeWhatTheFactoryGives() {
        assertThat(Kernels.description()).startsWith("native ");
        assertThat(Kernels.of(DataType.FLOAT32, ReduceOp.SUM)).isInstanceOf(NativeKernel.class);
    }

    @ParameterizedTest
    @MethodSource("kernelsOfOneByte")
    void shouldAgreeOnEveryPairOfBytes(final KernelCase kernel) {
        try (Elements left = new Elements(kernel.type(), CODES);
                Elements right = new Elements(kernel.type(), CODES)) {
            for (int i = 0; i < CODES; i++) {
                left.set(i, i);
                right.set(i, i >> Byte.SIZE);
            }
            assertAgreement(kernel, left, right);
        }
    }

    @ParameterizedTest
    @MethodSource("kernelsOfTwoBytes")
    void shouldAgreeOnEveryCodeOfTwoBytesAgainstManyOthers(final KernelCase kernel) {
        try (Elements left = new Elements(kernel.type(), CODES);
                Elements right = new Elements(kernel.type(), CODES)) {
            for (int turn = 0; turn < 32; turn++) {
                for (int i = 0; i < CODES; i++) {
                    left.set(i, i);
                    right.set(i, turn == 0 ? 0 : i * (2L * turn + 1) + turn * 2_053L);
                }
                assertAgreement(kernel, left, right);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("nativeKernels")
    void shouldAgreeOnRandomBits(final KernelCase kernel) {
        final Random random = new Random(SEED);
        final int count = 50_021;
        try (Elements a = new Elements(kernel.type(), count).randomise(random);
                Elements b = new Elements(kernel.type(), count).randomise(random);
                Elements c = new Elements(kernel.type(), count).randomise(random)) {
            assertAgreement(kernel, a, b);
            assertAgreement(kernel, a, b, c);
        }
    }

    private static void assertAgreement(final KernelCase kernel, final Elements... operands) {
        final int count = operands[0].count();
        final long table = Memory.allocate((long) operands.length * Long.BYTES);
        try (Elements expected = new Elements(kernel.type(), count);
                Elements actual = new Elements(kernel.type(), count)) {
            for (int k = 0; k < operands.length; k++) {
                Memory.putLong(table + (long) k * Long.BYTES, operands[k].address());
            }
            Kernels.java(kernel.type(), kernel.op()).combine(table, operands.length, expected.address(), count);
            kernel.create().combine(table, operands.length, actual.address(), count);
            for (int i = 0; i < count; i++) {
                final long bits = kernel.canonical(actual.get(i));
                if (bits != kernel.canonical(expected.get(i))) {
                    final int at = i;
                    final List<String> of = Stream.of(operands)
                            .map(operand -> Long.toHexString(operand.get(at)))
                            .toList();
                    assertThat(Long.toHexString(bits))
                            .as("%s of %s, seed %d, element %d", kernel, of, SEED, i)
                            .isEqualTo(Long.toHexString(kernel.canonical(expected.get(i))));
                }
            }
        } finally {
            Memory.free(table);
        }
    }
}
