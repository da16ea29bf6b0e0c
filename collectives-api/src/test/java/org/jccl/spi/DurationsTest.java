// SPDX-License-Identifier: Apache-2.0
package org.jccl.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class DurationsTest {
    private static Settings settings(final String value) {
        return new Settings(Map.of("control.silence", value), none -> null, none -> null);
    }

    @ParameterizedTest
    @CsvSource({"200ms, 200000000", "5s, 5000000000", "1.5, 1500000000", "' 2 m', 120000000000", "0, 0"})
    void shouldReadSpans(final String text, final long ns) {
        assertThat(settings(text).getDurationNs("control.silence", 1)).isEqualTo(ns);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "-1s", "5h", "5 s s", "1e3"})
    void shouldRefuseWhatIsNoSpan(final String text) {
        assertThatThrownBy(() -> settings(text).getDurationNs("control.silence", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("JCCL_CONTROL_SILENCE='" + text + "'");
    }

    @Test
    void shouldKeepTheDefaultWhereNothingIsSaid() {
        assertThat(settings("5s").getDurationNs("another", 42)).isEqualTo(42);
    }

    @ParameterizedTest
    @CsvSource({"200000000, 200 ms", "5000000000, 5 s", "2560000000, 2.5 s", "1040000000, 1 s", "0, 0 ms"})
    void shouldWriteSpans(final long ns, final String text) {
        assertThat(Durations.text(ns)).isEqualTo(text);
    }
}
