// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.jccl.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class TinyFloatTest {
    @ParameterizedTest
    @EnumSource(names = {"FLOAT16", "BFLOAT16", "FLOAT8_E4M3", "FLOAT8_E5M2"})
    void shouldGiveBackEveryCodeThatIsANumber(final DataType type) {
        final TinyFloat format = TinyFloat.of(type);
        for (long code = 0; code < 1L << type.sizeBytes() * 8; code++) {
            final double value = format.decode(code);
            if (!Double.isNaN(value)) {
                assertThat(format.encode(value)).as("code %x", code).isEqualTo(code);
            }
        }
    }

    @Test
    void shouldKnowTheLandmarks() {
        final TinyFloat half = TinyFloat.of(DataType.FLOAT16);
        assertThat(half.decode(0x3C00)).isEqualTo(1.0);
        assertThat(half.decode(0x7BFF)).isEqualTo(65504.0);
        assertThat(half.encode(65520)).isEqualTo(0x7C00);
        assertThat(half.encode(65519)).isEqualTo(0x7BFF);
        assertThat(half.decode(1)).isEqualTo(0x1p-24);
        final TinyFloat e4m3 = TinyFloat.of(DataType.FLOAT8_E4M3);
        assertThat(e4m3.decode(0x7E)).isEqualTo(448.0);
        assertThat(e4m3.encode(1e9)).isEqualTo(0x7E);
        assertThat(e4m3.decode(0x7F)).isNaN();
        final TinyFloat e5m2 = TinyFloat.of(DataType.FLOAT8_E5M2);
        assertThat(e5m2.decode(0x7B)).isEqualTo(57344.0);
        assertThat(e5m2.decode(0x7C)).isInfinite();
        assertThat(TinyFloat.of(DataType.BFLOAT16).decode(0x3F80)).isEqualTo(1.0);
    }

    @Test
    void shouldRoundToNearestTiesToEven() {
        final TinyFloat e4m3 = TinyFloat.of(DataType.FLOAT8_E4M3);
        assertThat(e4m3.decode(e4m3.encode(17))).isEqualTo(16);
        assertThat(e4m3.decode(e4m3.encode(19))).isEqualTo(20);
        assertThat(e4m3.decode(e4m3.encode(17.1))).isEqualTo(18);
        assertThat(e4m3.encode(-0.0)).isEqualTo(0x80);
    }
}
