// SPDX-License-Identifier: Apache-2.0
package org.jccl.spi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class DurationsTest {
    @ParameterizedTest
    @CsvSource({"200ms, 200000000", "5s, 5000000000", "1.5, 1500000000", "2 m, 120000000000", "0, 0"})
    void shouldReadSpans(final String text, final long ns) {
        assertThat(Durations.parseNs(text)).isEqualTo(ns);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "-1s", "5h", "5 s s", "1e3"})
    void shouldRefuseWhatIsNoSpan(final String text) {
        assertThat(Durations.parseNs(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"200000000, 200 ms", "5000000000, 5 s", "2560000000, 2.5 s", "1040000000, 1 s", "0, 0 ms"})
    void shouldWriteSpans(final long ns, final String text) {
        assertThat(Durations.text(ns)).isEqualTo(text);
    }
}
