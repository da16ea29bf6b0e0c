// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.measure;

import org.jccl.DataType;

/**
 * The layout of a binary floating-point type, enough to write numbers that it holds exactly. Kept apart from the
 * library's own conversions, which it is there to check.
 */
enum FloatFormat {
    E4M3(4, 3),
    E5M2(5, 2),
    BINARY16(5, 10),
    BFLOAT16(8, 7),
    BINARY32(8, 23),
    BINARY64(11, 52);

    private static final int DOUBLE_MANTISSA = 52;

    private final int exponentBits;
    private final int mantissaBits;

    FloatFormat(final int exponentBits, final int mantissaBits) {
        this.exponentBits = exponentBits;
        this.mantissaBits = mantissaBits;
    }

    /** The format of a floating type. */
    static FloatFormat of(final DataType type) {
        return switch (type) {
            case FLOAT8_E4M3 -> E4M3;
            case FLOAT8_E5M2 -> E5M2;
            case FLOAT16 -> BINARY16;
            case BFLOAT16 -> BFLOAT16;
            case FLOAT32 -> BINARY32;
            case FLOAT64 -> BINARY64;
            default -> throw new IllegalArgumentException(type + " is no floating type");
        };
    }

    /** Every integer of at most this magnitude is held exactly. */
    long exactIntegers() {
        return 1L << mantissaBits + 1;
    }

    /** Powers of two down to 2^-this and up to 2^this are normal numbers. */
    int exactPowers() {
        return (1 << exponentBits - 1) - 2;
    }

    /** The bits of a number that is zero or has a normal, exact representation. */
    long encode(final double exact) {
        if (exact == 0) {
            return 0;
        }
        final long raw = Double.doubleToRawLongBits(exact);
        final long sign = raw >>> Long.SIZE - 1;
        final long exponent = Math.getExponent(exact) + (1L << exponentBits - 1) - 1;
        final long mantissa = (raw & (1L << DOUBLE_MANTISSA) - 1) >>> DOUBLE_MANTISSA - mantissaBits;
        return sign << exponentBits + mantissaBits | exponent << mantissaBits | mantissa;
    }
}
