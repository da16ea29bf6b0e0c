// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Shows that the order in which ranks are combined makes no difference to any bit. */
@Timeout(60)
class ExactInputsTest {
    private static final long SEED = 20261122;
    private static final int[] RANKS = {1, 2, 3, 4, 7, 8, 16, 33, 64, 300, 2000};
    private static final int PLACES = 40;

    static Stream<Arguments> floating() {
        return Arrays.stream(DataType.values())
                .filter(DataType::isFloating)
                .flatMap(type -> Stream.of(ReduceOp.SUM, ReduceOp.PROD, ReduceOp.MIN, ReduceOp.MAX, ReduceOp.AVG)
                        .map(op -> Arguments.of(type, op)));
    }

    static Stream<Arguments> reductions() {
        return Arrays.stream(DataType.values())
                .flatMap(type -> Stream.of("sum", "prod", "min", "max", "avg", "band", "bor", "bxor")
                        .map(ReduceOp::parse)
                        .filter(op -> op.supports(type))
                        .map(op -> Arguments.of(type, op)));
    }

    @ParameterizedTest
    @MethodSource("floating")
    void shouldKeepEveryPartialResultExactInAnyOrder(final DataType type, final ReduceOp op) {
        final Random random = new Random(SEED);
        for (final int ranks : RANKS) {
            final ExactInputs inputs = new ExactInputs(type, op, ranks);
            for (int place = 0; place < PLACES; place++) {
                final int[] order =
                        random.ints(0, ranks).distinct().limit(ranks).toArray();
                BigDecimal partial = null;
                for (final int rank : order) {
                    final BigDecimal next = new BigDecimal(inputs.value(rank, place));
                    partial = partial == null ? next : combine(op, partial, next);
                    assertExact(type, partial);
                }
                final BigDecimal result = op == ReduceOp.AVG ? partial.divide(BigDecimal.valueOf(ranks)) : partial;
                assertThat(inputs.reducedBits(place))
                        .as("%s %s of %d ranks at %d, seed %d", type, op, ranks, place, SEED)
                        .isEqualTo(FloatFormat.of(type).encode(result.doubleValue()));
            }
        }
    }

    private static BigDecimal combine(final ReduceOp op, final BigDecimal a, final BigDecimal b) {
        return switch (op.kind()) {
            case PROD -> a.multiply(b);
            case MIN -> a.min(b);
            case MAX -> a.max(b);
            default -> a.add(b);
        };
    }

    /** That the type holds the number: decoding what was encoded gives it back. */
    private static void assertExact(final DataType type, final BigDecimal number) {
        final long bits = FloatFormat.of(type).encode(number.doubleValue());
        assertThat(new BigDecimal(decode(type, bits)))
                .as("%s in %s", number, type)
                .isEqualByComparingTo(number);
    }

    private static double decode(final DataType type, final long bits) {
        return switch (type) {
            case FLOAT64 -> Double.longBitsToDouble(bits);
            case FLOAT32 -> Float.intBitsToFloat((int) bits);
            case BFLOAT16 -> Float.intBitsToFloat((int) bits << 16);
            case FLOAT16 -> decode(bits, 5, 10);
            case FLOAT8_E5M2 -> decode(bits, 5, 2);
            case FLOAT8_E4M3 -> decode(bits, 4, 3);
            default -> throw new IllegalArgumentException(type.toString());
        };
    }

    /** Zero and normal numbers below the largest exponent, which is all that may occur. */
    private static double decode(final long bits, final int exponentBits, final int mantissaBits) {
        final long mantissa = bits & (1L << mantissaBits) - 1;
        final int exponent = (int) (bits >>> mantissaBits) & (1 << exponentBits) - 1;
        final double sign = bits >>> exponentBits + mantissaBits == 0 ? 1 : -1;
        if (exponent == 0) {
            assertThat(mantissa).as("no subnormal numbers").isZero();
            return sign * 0.0;
        }
        final int bias = (1 << exponentBits - 1) - 1;
        return sign * Math.scalb(1 + Math.scalb((double) mantissa, -mantissaBits), exponent - bias);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sum", "prod", "min", "max", "band", "bor", "bxor"})
    void shouldReduceLittleIntegersAsJavaDoes(final String name) {
        final ReduceOp op = ReduceOp.parse(name);
        final ExactInputs inputs = new ExactInputs(DataType.INT8, op, 3);
        for (int place = 0; place < PLACES; place++) {
            final byte a = (byte) inputs.inputBits(0, place);
            final byte b = (byte) inputs.inputBits(1, place);
            final byte c = (byte) inputs.inputBits(2, place);
            final byte expected = (byte)
                    switch (op.kind()) {
                        case SUM -> a + b + c;
                        case PROD -> a * b * c;
                        case MIN -> Math.min(a, Math.min(b, c));
                        case MAX -> Math.max(a, Math.max(b, c));
                        case BAND -> a & b & c;
                        case BOR -> a | b | c;
                        default -> a ^ b ^ c;
                    };
            assertThat((byte) inputs.reducedBits(place))
                    .as("%s at %d", op, place)
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("reductions")
    void shouldDependOnRankAndIndex(final DataType type, final ReduceOp op) {
        final ExactInputs inputs = new ExactInputs(type, op, 4);
        final Set<List<Long>> seen = new HashSet<>();
        for (int rank = 0; rank < 4; rank++) {
            seen.add(Stream.iterate(0L, i -> i + 1)
                    .limit(1000)
                    .map(new Row(inputs, rank)::bits)
                    .toList());
        }
        assertThat(seen).as("%s %s: ranks with inputs of their own", type, op).hasSize(4);
        assertThat(Set.copyOf(seen.iterator().next()))
                .as("%s %s: values", type, op)
                .hasSizeGreaterThan(1);
    }

    private record Row(ExactInputs inputs, int rank) {
        long bits(final long index) {
            return inputs.inputBits(rank, index);
        }
    }

    @ParameterizedTest
    @MethodSource("reductions")
    void shouldRepeatAfterThePeriodOnly(final DataType type, final ReduceOp op) {
        final ExactInputs inputs = new ExactInputs(type, op, 4);
        boolean shifted = true;
        for (long index = 0; index < 200; index++) {
            assertThat(inputs.inputBits(1, index)).isEqualTo(inputs.inputBits(1, index + ExactInputs.PERIOD));
            shifted &= inputs.reducedBits(index) == inputs.reducedBits(index + 4096);
        }
        assertThat(shifted)
                .as("%s %s: results shifted by 4096 look the same", type, op)
                .isFalse();
    }
}
