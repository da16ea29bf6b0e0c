// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

import org.jccl.DataType;

/**
 * The 8- and 16-bit floating types by their definition: every value by formula, rounding by search for the nearest,
 * ties to the even code. Slow on purpose: it shares no trick with the kernels it judges.
 */
final class TinyFloat {
    private final int mantissaBits;
    private final int exponentBits;
    private final boolean ieee;

    private TinyFloat(final int exponentBits, final int mantissaBits, final boolean ieee) {
        this.exponentBits = exponentBits;
        this.mantissaBits = mantissaBits;
        this.ieee = ieee;
    }

    /** The format of a type, or null if it is no such type. */
    static TinyFloat of(final DataType type) {
        return switch (type) {
            case FLOAT16 -> new TinyFloat(5, 10, true);
            case BFLOAT16 -> new TinyFloat(8, 7, true);
            case FLOAT8_E4M3 -> new TinyFloat(4, 3, false);
            case FLOAT8_E5M2 -> new TinyFloat(5, 2, true);
            default -> null;
        };
    }

    /** Bits of precision, the hidden one included. */
    int precision() {
        return mantissaBits + 1;
    }

    double decode(final long code) {
        final long magnitude = code & (sign() - 1);
        final double absolute = decodeMagnitude(magnitude);
        return (code & sign()) != 0 ? -absolute : absolute;
    }

    private double decodeMagnitude(final long magnitude) {
        if (magnitude > largest()) {
            return ieee && magnitude == largest() + 1 ? Double.POSITIVE_INFINITY : Double.NaN;
        }
        return finite(magnitude);
    }

    private double finite(final long magnitude) {
        final long exponent = magnitude >> mantissaBits;
        final long mantissa = magnitude & ((1L << mantissaBits) - 1);
        final int bias = (1 << (exponentBits - 1)) - 1;
        return exponent == 0
                ? Math.scalb((double) mantissa, 1 - bias - mantissaBits)
                : Math.scalb((double) (mantissa + (1L << mantissaBits)), (int) exponent - bias - mantissaBits);
    }

    long encode(final double value) {
        if (Double.isNaN(value)) {
            return ieee ? largest() + 1 + (1L << (mantissaBits - 1)) : sign() - 1;
        }
        final long negative = Double.doubleToRawLongBits(value) < 0 ? sign() : 0;
        return negative | nearest(Math.abs(value));
    }

    private long nearest(final double absolute) {
        // one past the largest finite code counts as the number it would stand for, so that overflow rounds as IEEE
        // says
        long low = 0;
        long high = ieee ? largest() + 1 : largest();
        if (absolute >= finite(high)) {
            return high;
        }
        while (high - low > 1) {
            final long middle = (low + high) >>> 1;
            if (finite(middle) <= absolute) {
                low = middle;
            } else {
                high = middle;
            }
        }
        final double below = absolute - finite(low);
        final double above = finite(high) - absolute;
        return below < above || (below == above && (low & 1) == 0) ? low : high;
    }

    /** The code of the largest finite value. */
    private long largest() {
        return ieee ? ((1L << exponentBits) - 1 << mantissaBits) - 1 : sign() - 2;
    }

    private long sign() {
        return 1L << (exponentBits + mantissaBits);
    }
}
