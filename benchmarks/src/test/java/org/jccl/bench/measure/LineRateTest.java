// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class LineRateTest {
    @ParameterizedTest
    @CsvSource({
        "25Gbit, 25e9, 25 Gbit/s",
        "2.5 gbit/s, 2.5e9, 2.5 Gbit/s",
        "100mbit, 1e8, 0.1 Gbit/s",
        "64Kbit, 64e3, 0.000064 Gbit/s",
        "12.5GB/s, 1e11, 100 Gbit/s",
        "1Tbit, 1e12, 1000 Gbit/s"
    })
    void shouldReadBitsAndBytesASecond(final String text, final double bits, final String shown) {
        assertThat(LineRate.parse(text).bitsPerSecond()).isEqualTo(bits);
        assertThat(LineRate.parse(text)).hasToString(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"25", "25G", "25GB", "Gbit", "-1Gbit", "0Gbit", "25Gbps", ""})
    void shouldRefuseWhatSaysNoUnitOrNothing(final String text) {
        assertThatThrownBy(() -> LineRate.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching(".*write 25Gbit, 100Mbit or 12.5GB/s|a line rate is above 0");
    }

    @Test
    void shouldBeMetByTheShareThatMustArrive() {
        final Expectation expected = new Expectation(LineRate.parse("10Gbit"), 0.9);
        assertThat(expected.isMetBy(9)).isTrue();
        assertThat(expected.isMetBy(8.99)).isFalse();
        assertThat(expected.percent(9.4)).isEqualTo("94 %");
        assertThat(expected).hasToString("10 Gbit/s, at least 90 % of it as payload");
        assertThatThrownBy(() -> new Expectation(LineRate.parse("1Gbit"), 1.1)).hasMessageContaining("--at-least");
    }

    @Test
    void shouldCountAHostAsOneEndOfTheWire() {
        // 2 (n-1)/n with n hosts, whatever the ranks on each
        assertThat(Operation.ALL_REDUCE.wireFactor(8, 8)).isEqualTo(Operation.ALL_REDUCE.busFactor(8));
        assertThat(Operation.ALL_REDUCE.wireFactor(16, 2)).isEqualTo(1);
        assertThat(Operation.BROADCAST.wireFactor(16, 2)).isEqualTo(1);
        // each of 8 ranks sends half of its bytes to the other host
        assertThat(Operation.ALL_TO_ALL.wireFactor(16, 2)).isEqualTo(4);
        assertThat(Operation.ALL_GATHER.wireFactor(4, 1)).isEqualTo(Operation.ALL_GATHER.busFactor(4));
    }
}
