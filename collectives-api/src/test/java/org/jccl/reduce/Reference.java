// SPDX-License-Identifier: Apache-2.0
package org.jccl.reduce;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jccl.DataType;
import org.jccl.ReduceOp;

/** What a reduction gives, one element at a time, written for plainness: elements are the bits in a long. */
final class Reference {
    private Reference() {}

    static long combine(final DataType type, final ReduceOp.Kind kind, final long... operands) {
        if (operands.length == 1) {
            return operands[0];
        }
        if (!type.isFloating()) {
            BigInteger result = integer(type, operands[0]);
            for (int k = 1; k < operands.length; k++) {
                result = combine(kind, result, integer(type, operands[k]));
            }
            return mask(type, result.longValue());
        }
        if (type == DataType.FLOAT64) {
            double result = Double.longBitsToDouble(operands[0]);
            for (int k = 1; k < operands.length; k++) {
                result = combine(kind, result, Double.longBitsToDouble(operands[k]));
            }
            return Double.doubleToLongBits(result);
        }
        final NarrowFormat format = NarrowFormat.of(type);
        float result = format.decode((int) operands[0]);
        for (int k = 1; k < operands.length; k++) {
            // A double holds the exact product of two floats, and rounds their sum harmlessly.
            result = (float) combine(kind, result, format.decode((int) operands[k]));
        }
        return format.encode(result);
    }

    /** An average's end. */
    static long divide(final DataType type, final long bits, final int ranks) {
        if (!type.isFloating()) {
            return mask(
                    type, integer(type, bits).divide(BigInteger.valueOf(ranks)).longValue());
        }
        if (type == DataType.FLOAT64) {
            return Double.doubleToLongBits(Double.longBitsToDouble(bits) / ranks);
        }
        return NarrowFormat.of(type).encode(NarrowFormat.of(type).decode((int) bits) / ranks);
    }

    /** A pre-multiplied sum's beginning. */
    static long scale(final DataType type, final long bits, final double scalar) {
        if (!type.isFloating()) {
            return mask(type, scale(type, integer(type, bits), scalar).longValue());
        }
        if (type == DataType.FLOAT64) {
            return Double.doubleToLongBits(Double.longBitsToDouble(bits) * scalar);
        }
        return NarrowFormat.of(type).encode(NarrowFormat.of(type).decode((int) bits) * (float) scalar);
    }

    private static BigInteger scale(final DataType type, final BigInteger value, final double scalar) {
        final boolean signed = type == DataType.INT8 || type == DataType.INT32 || type == DataType.INT64;
        final BigInteger codes = BigInteger.ONE.shiftLeft(type.sizeBytes() * Byte.SIZE);
        final BigInteger least = signed ? codes.shiftRight(1).negate() : BigInteger.ZERO;
        final BigInteger greatest = least.add(codes).subtract(BigInteger.ONE);
        final double product = value.doubleValue() * scalar;
        if (Double.isNaN(product)) {
            return BigInteger.ZERO;
        }
        if (Double.isInfinite(product)) {
            return product < 0 ? least : greatest;
        }
        return new BigDecimal(product).toBigInteger().max(least).min(greatest);
    }

    /** The integer of these bits. */
    static BigInteger integer(final DataType type, final long bits) {
        final int unused = Long.SIZE - type.sizeBytes() * Byte.SIZE;
        return switch (type) {
            case INT8, INT32, INT64 -> BigInteger.valueOf(bits << unused >> unused);
            default -> new BigInteger(Long.toUnsignedString(mask(type, bits)));
        };
    }

    /** Without what lies above the element. */
    static long mask(final DataType type, final long bits) {
        return bits & -1L >>> Long.SIZE - type.sizeBytes() * Byte.SIZE;
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
            case CUSTOM -> throw new IllegalArgumentException();
        };
    }

    private static double combine(final ReduceOp.Kind kind, final double a, final double b) {
        return switch (kind) {
            case SUM, AVG, PREMUL_SUM -> a + b;
            case PROD -> a * b;
            case MIN -> Double.isNaN(a) || Double.isNaN(b) ? Double.NaN : Double.compare(a, b) < 0 ? a : b;
            case MAX -> Double.isNaN(a) || Double.isNaN(b) ? Double.NaN : Double.compare(a, b) < 0 ? b : a;
            default -> throw new IllegalArgumentException();
        };
    }
}
