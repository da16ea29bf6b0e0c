// SPDX-License-Identifier: Apache-2.0
package org.jccl.reduce;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jccl.DataType;

/** A floating format as its definition reads: a table of the values of all codes, and rounding by looking for the nearest. */
final class NarrowFormat {
    private static final Map<DataType, NarrowFormat> FORMATS = Map.of(
            DataType.FLOAT16, new NarrowFormat(DataType.FLOAT16, 5, 10, 0x7c00, true, 0x7e00),
            DataType.BFLOAT16, new NarrowFormat(DataType.BFLOAT16, 8, 7, 0x7f80, true, 0x7fc0),
            DataType.FLOAT8_E4M3, new NarrowFormat(DataType.FLOAT8_E4M3, 4, 3, 0x7f, false, 0x7f),
            DataType.FLOAT8_E5M2, new NarrowFormat(DataType.FLOAT8_E5M2, 5, 2, 0x7c, true, 0x7e));
    private static final NarrowFormat FLOAT32 = new NarrowFormat();

    private final int signBit;
    private final int special;
    private final boolean infinite;
    private final int canonicalNan;
    /** Magnitudes of the finite codes, in ascending order; the index is the code. */
    private final List<Double> magnitudes = new ArrayList<>();

    private final TreeMap<Double, Integer> codes = new TreeMap<>();

    private NarrowFormat() {
        this.signBit = 0;
        this.special = 0;
        this.infinite = true;
        this.canonicalNan = 0;
    }

    private NarrowFormat(
            final DataType type,
            final int exponentBits,
            final int mantissaBits,
            final int special,
            final boolean infinite,
            final int canonicalNan) {
        this.signBit = 1 << type.sizeBytes() * Byte.SIZE - 1;
        this.special = special;
        this.infinite = infinite;
        this.canonicalNan = canonicalNan;
        final int bias = (1 << exponentBits - 1) - 1;
        // One past the greatest finite code as well: what the format would hold there decides where overflow begins.
        for (int code = 0; code <= special; code++) {
            final int exponent = code >> mantissaBits;
            final double mantissa = (code & (1 << mantissaBits) - 1) / (double) (1 << mantissaBits);
            final double value =
                    exponent == 0 ? Math.scalb(mantissa, 1 - bias) : Math.scalb(1 + mantissa, exponent - bias);
            magnitudes.add(value);
            codes.put(value, code);
        }
    }

    static NarrowFormat of(final DataType type) {
        return type == DataType.FLOAT32 ? FLOAT32 : FORMATS.get(type);
    }

    float decode(final int code) {
        if (this == FLOAT32) {
            return Float.intBitsToFloat(code);
        }
        final int magnitude = code & signBit - 1;
        final double sign = (code & signBit) == 0 ? 1 : -1;
        if (magnitude < special) {
            return (float) (sign * magnitudes.get(magnitude));
        }
        return infinite && magnitude == special ? (float) (sign / 0.0) : Float.NaN;
    }

    long encode(final float value) {
        if (this == FLOAT32) {
            return Float.floatToIntBits(value) & 0xffffffffL;
        }
        if (Float.isNaN(value)) {
            return canonicalNan;
        }
        final int sign = Math.copySign(1, value) < 0 ? signBit : 0;
        return sign | nearest(Math.abs((double) value));
    }

    private int nearest(final double magnitude) {
        final Map.Entry<Double, Integer> below = codes.floorEntry(magnitude);
        final Map.Entry<Double, Integer> above = codes.ceilingEntry(magnitude);
        if (above == null) {
            return overflow();
        }
        final double toBelow = magnitude - below.getKey();
        final double toAbove = above.getKey() - magnitude;
        final boolean down = toBelow < toAbove || toBelow == toAbove && below.getValue() % 2 == 0;
        final int code = down ? below.getValue() : above.getValue();
        return code < special ? code : overflow();
    }

    private int overflow() {
        return infinite ? special : special - 1;
    }
}
