// SPDX-License-Identifier: Apache-2.0
package org.jccl.reduce;

import static org.assertj.core.api.Assertions.assertThat;

import org.jccl.DataType;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class NarrowFloatTest {
    @ParameterizedTest
    @EnumSource(names = {"FLOAT16", "FLOAT8_E4M3", "FLOAT8_E5M2", "BFLOAT16"})
    void shouldDecodeEveryCode(final DataType type) {
        for (int code = 0; code < 1 << type.sizeBytes() * Byte.SIZE; code++) {
            assertThat(Float.floatToIntBits(decode(type, code)))
                    .as("%s code %x", type, code)
                    .isEqualTo(Float.floatToIntBits(NarrowFormat.of(type).decode(code)));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT16", "FLOAT8_E4M3", "FLOAT8_E5M2", "BFLOAT16"})
    void shouldRoundToNearestEvenAroundEveryCode(final DataType type) {
        for (int code = 0; code < 1 << type.sizeBytes() * Byte.SIZE; code++) {
            final float here = NarrowFormat.of(type).decode(code);
            final float between = (here + NarrowFormat.of(type).decode(code + 1)) / 2;
            for (final float middle : new float[] {here, between}) {
                assertEncodes(type, middle);
                assertEncodes(type, Math.nextUp(middle));
                assertEncodes(type, Math.nextDown(middle));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT16", "FLOAT8_E4M3", "FLOAT8_E5M2", "BFLOAT16"})
    void shouldEncodeFloatsOfEveryMagnitude(final DataType type) {
        final int prime = 65_521;
        for (long bits = 0; bits < 1L << Integer.SIZE; bits += prime) {
            assertEncodes(type, Float.intBitsToFloat((int) bits));
        }
        assertEncodes(type, Float.MAX_VALUE);
        assertEncodes(type, -Float.MAX_VALUE);
        assertEncodes(type, Float.NEGATIVE_INFINITY);
    }

    private static void assertEncodes(final DataType type, final float value) {
        final long code = Reference.mask(type, encode(type, value));
        final long expected = NarrowFormat.of(type).encode(value);
        // The assertion itself takes longer than all the rest.
        if (code != expected) {
            assertThat(Long.toHexString(code))
                    .as("%s of %s", type, Float.toHexString(value))
                    .isEqualTo(Long.toHexString(expected));
        }
    }

    private static float decode(final DataType type, final int code) {
        return switch (type) {
            case FLOAT16 -> NarrowFloat.FLOAT16.decode(code);
            case FLOAT8_E4M3 -> NarrowFloat.E4M3.decode(code);
            case FLOAT8_E5M2 -> NarrowFloat.E5M2.decode(code);
            default -> Bfloat16Codec.decode(code);
        };
    }

    private static int encode(final DataType type, final float value) {
        return switch (type) {
            case FLOAT16 -> NarrowFloat.FLOAT16.encode(value);
            case FLOAT8_E4M3 -> NarrowFloat.E4M3.encode(value);
            case FLOAT8_E5M2 -> NarrowFloat.E5M2.encode(value);
            default -> Bfloat16Codec.encode(value);
        };
    }
}
