// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

import java.math.BigInteger;
import java.util.function.DoubleBinaryOperator;
import org.jccl.DataType;
import org.jccl.ReduceOp;

/**
 * Reductions of single elements, by the definition: integers as {@link BigInteger}, floats as Java's. An element is its
 * bits in the low end of a {@code long}. It shares no code with the kernels, whose judge it is.
 */
public final class Scalars {
    private Scalars() {}

    /** Bits of one element. */
    public static int width(final DataType type) {
        return type.sizeBytes() * 8;
    }

    /** The number that floating bits stand for. */
    public static double toDouble(final DataType type, final long bits) {
        return switch (type) {
            case FLOAT32 -> Float.intBitsToFloat((int) bits);
            case FLOAT64 -> Double.longBitsToDouble(bits);
            default -> TinyFloat.of(type).decode(bits);
        };
    }

    /** The bits of the floating number nearest to {@code value}. */
    public static long fromDouble(final DataType type, final double value) {
        return switch (type) {
            case FLOAT32 -> Float.floatToRawIntBits((float) value) & 0xFFFFFFFFL;
            case FLOAT64 -> Double.doubleToRawLongBits(value);
            default -> TinyFloat.of(type).encode(value);
        };
    }

    /** The number that integer bits stand for. */
    public static BigInteger toInteger(final DataType type, final long bits) {
        final BigInteger unsigned = BigInteger.valueOf(bits).mod(modulus(type));
        final boolean negative = isSigned(type) && unsigned.testBit(width(type) - 1);
        return negative ? unsigned.subtract(modulus(type)) : unsigned;
    }

    /** The bits of an integer, wrapped to the type. */
    public static long fromInteger(final DataType type, final BigInteger value) {
        return value.mod(modulus(type)).longValue();
    }

    private static BigInteger modulus(final DataType type) {
        return BigInteger.ONE.shiftLeft(width(type));
    }

    private static boolean isSigned(final DataType type) {
        return type == DataType.INT8 || type == DataType.INT32 || type == DataType.INT64;
    }

    /** What a rank's element becomes before it is combined: multiplied, for a pre-multiplied sum. */
    public static long prepare(final DataType type, final ReduceOp op, final long bits) {
        if (op.kind() != ReduceOp.Kind.PREMUL_SUM) {
            return bits;
        }
        if (!type.isFloating()) {
            final double product = toInteger(type, bits).doubleValue() * op.scalar();
            return fromInteger(type, BigInteger.valueOf((long) product));
        }
        return type == DataType.FLOAT64
                ? fromDouble(type, toDouble(type, bits) * op.scalar())
                : fromDouble(type, (float) toDouble(type, bits) * (float) op.scalar());
    }

    /** The operands combined from left to right; narrow floats in float32, rounded once at the end. */
    public static long combine(final DataType type, final ReduceOp.Kind kind, final long... operands) {
        return type.isFloating() ? combineFloats(type, kind, operands) : combineIntegers(type, kind, operands);
    }

    private static long combineIntegers(final DataType type, final ReduceOp.Kind kind, final long[] operands) {
        BigInteger result = toInteger(type, operands[0]);
        for (int i = 1; i < operands.length; i++) {
            result = combine(kind, result, toInteger(type, operands[i]));
        }
        return fromInteger(type, result);
    }

    private static BigInteger combine(final ReduceOp.Kind kind, final BigInteger a, final BigInteger b) {
        return switch (kind) {
            case SUM, AVG, PREMUL_SUM -> a.add(b);
            case PROD -> a.multiply(b);
            case MIN -> a.min(b);
            case MAX -> a.max(b);
            case BAND -> a.and(b);
            case BOR -> a.or(b);
            case BXOR -> a.xor(b);
            case CUSTOM -> throw new IllegalArgumentException("a user's operator has no definition here");
        };
    }

    private static long combineFloats(final DataType type, final ReduceOp.Kind kind, final long[] operands) {
        final DoubleBinaryOperator operator = operator(kind);
        double result = toDouble(type, operands[0]);
        for (int i = 1; i < operands.length; i++) {
            result = operator.applyAsDouble(result, toDouble(type, operands[i]));
            if (type != DataType.FLOAT64) {
                // float32 arithmetic: a sum or product of two floats in double, rounded to float, is the float result
                result = (float) result;
            }
        }
        return fromDouble(type, result);
    }

    private static DoubleBinaryOperator operator(final ReduceOp.Kind kind) {
        return switch (kind) {
            case SUM, AVG, PREMUL_SUM -> Double::sum;
            case PROD -> (a, b) -> a * b;
            case MIN -> Math::min;
            case MAX -> Math::max;
            default -> throw new IllegalArgumentException(kind + " of floating numbers");
        };
    }

    /** What the last combination becomes: divided by the number of ranks, for an average. */
    public static long finish(final DataType type, final ReduceOp.Kind kind, final long bits, final int size) {
        if (kind != ReduceOp.Kind.AVG) {
            return bits;
        }
        if (!type.isFloating()) {
            return fromInteger(type, toInteger(type, bits).divide(BigInteger.valueOf(size)));
        }
        final double sum = toDouble(type, bits);
        return fromDouble(type, type == DataType.FLOAT64 ? sum / size : (float) sum / (float) size);
    }
}
