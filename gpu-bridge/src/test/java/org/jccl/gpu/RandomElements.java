// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

import java.util.Random;
import org.jccl.DataType;
import org.jccl.buffer.Memory;

/**
 * Random bits; for floats either those, with NaN, infinities and zeros among them, or numbers whose exponents are near each
 * other, about one, about the least or about the greatest, so that sums round, are subnormal or overflow.
 */
final class RandomElements {
    private static final int SPREAD = 4;

    private final Random random;
    private final DataType type;
    private final int mantissaBits;
    private final int greatestExponent;
    /** In the middle of the exponents; negative for any bits at all. */
    private final int exponent;

    RandomElements(final Random random, final DataType type) {
        this.random = random;
        this.type = type;
        this.mantissaBits = switch (type) {
            case FLOAT8_E4M3 -> 3;
            case FLOAT8_E5M2 -> 2;
            case FLOAT16 -> 10;
            case BFLOAT16 -> 7;
            case FLOAT32 -> 23;
            case FLOAT64 -> 52;
            default -> 0;
        };
        this.greatestExponent = (1 << type.sizeBytes() * Byte.SIZE - 1 - mantissaBits) - 2;
        final int[] middles = {-1, greatestExponent / 2, SPREAD, greatestExponent - SPREAD};
        this.exponent = type.isFloating() ? middles[random.nextInt(middles.length)] : -1;
    }

    void fill(final long address, final int count) {
        for (int i = 0; i < count; i++) {
            set(address + (long) i * type.sizeBytes(), exponent < 0 ? anything() : number());
        }
    }

    private void set(final long address, final long bits) {
        switch (type.sizeBytes()) {
            case 1 -> Memory.putByte(address, (byte) bits);
            case 2 -> Memory.putShort(address, (short) bits);
            case 4 -> Memory.putInt(address, (int) bits);
            default -> Memory.putLong(address, bits);
        }
    }

    private long anything() {
        if (random.nextInt(8) != 0) {
            return random.nextLong();
        }
        final long sign = 1L << type.sizeBytes() * Byte.SIZE - 1;
        final long infinity = (greatestExponent + 1L) << mantissaBits;
        final long[] edges = {0, 1, sign, sign | 1, sign - 1, -1, infinity, sign | infinity, infinity | 1, infinity - 1
        };
        return edges[random.nextInt(edges.length)];
    }

    private long number() {
        final long mantissa = random.nextLong() & (1L << mantissaBits) - 1;
        final int lifted = exponent + random.nextInt(2 * SPREAD + 1) - SPREAD;
        final long sign = (long) random.nextInt(2) << type.sizeBytes() * Byte.SIZE - 1;
        return sign | (long) Math.max(0, Math.min(greatestExponent, lifted)) << mantissaBits | mantissa;
    }
}
