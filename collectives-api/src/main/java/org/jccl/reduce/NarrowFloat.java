// SPDX-License-Identifier: Apache-2.0
package org.jccl.reduce;

/**
 * A binary floating-point format of 8 or 16 bits: one sign bit, then the exponent, then the mantissa. Codes that differ
 * in the sign bit alone are each other's negative; without it they are in the order of their magnitudes.
 *
 * @param bits width of the format
 * @param mantissaBits explicit mantissa bits
 * @param bias of the exponent
 * @param special the least code, without sign, that is not finite
 * @param overflow the code of what is too great: infinity, or the greatest finite number of a format without infinity
 * @param nan the canonical NaN
 */
record NarrowFloat(int bits, int mantissaBits, int bias, int special, int overflow, int nan) {
    static final NarrowFloat FLOAT16 = new NarrowFloat(16, 10, 15, 0x7c00, 0x7c00, 0x7e00);
    static final NarrowFloat E4M3 = new NarrowFloat(8, 3, 7, 0x7f, 0x7e, 0x7f);
    static final NarrowFloat E5M2 = new NarrowFloat(8, 2, 15, 0x7c, 0x7c, 0x7e);

    private static final int FLOAT_MANTISSA_BITS = 23;
    private static final int FLOAT_BIAS = 127;
    private static final int FLOAT_SIGN = 0x80000000;
    private static final int FLOAT_INFINITY = 0x7f800000;

    /** The float32 of the same value; exact. */
    float decode(final int code) {
        final int sign = code << (Integer.SIZE - bits) & FLOAT_SIGN;
        return Float.intBitsToFloat(sign | decodeMagnitude(code & (1 << (bits - 1)) - 1));
    }

    private int decodeMagnitude(final int magnitude) {
        final int aligned = magnitude << shift();
        if (magnitude >= special) {
            return aligned | FLOAT_INFINITY;
        }
        if (magnitude < 1 << mantissaBits) {
            // Subnormal: as the fraction of the least normal power of two, which then is taken away again.
            final float lifted = Float.intBitsToFloat(aligned | leastNormal());
            return Float.floatToRawIntBits(lifted - Float.intBitsToFloat(leastNormal()));
        }
        return aligned + (FLOAT_BIAS - bias << FLOAT_MANTISSA_BITS);
    }

    /** The code nearest to the value, ties to even. */
    int encode(final float value) {
        if (Float.isNaN(value)) {
            return nan;
        }
        final int valueBits = Float.floatToRawIntBits(value);
        final int sign = valueBits >>> Integer.SIZE - bits & 1 << (bits - 1);
        return sign | Math.min(encodeMagnitude(valueBits & ~FLOAT_SIGN), overflow);
    }

    private int encodeMagnitude(final int magnitude) {
        if (magnitude < leastNormal()) {
            // Subnormal or zero: the addition rounds, for the sum's last place is the format's least subnormal.
            final int anchor = FLOAT_BIAS + 1 - bias + shift() << FLOAT_MANTISSA_BITS;
            final float sum = Float.intBitsToFloat(magnitude) + Float.intBitsToFloat(anchor);
            return Float.floatToRawIntBits(sum) - anchor;
        }
        final int roundUp = (1 << shift() - 1) - 1 + (magnitude >>> shift() & 1);
        return (magnitude + roundUp >>> shift()) - (FLOAT_BIAS - bias << mantissaBits);
    }

    /** How much further left float32 has the mantissa's last bit. */
    private int shift() {
        return FLOAT_MANTISSA_BITS - mantissaBits;
    }

    /** The least normal number of this format, as float32 bits. */
    private int leastNormal() {
        return FLOAT_BIAS + 1 - bias << FLOAT_MANTISSA_BITS;
    }
}
