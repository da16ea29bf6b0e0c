// SPDX-License-Identifier: Apache-2.0
package org.jccl.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.jccl.error.InvalidUsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class SettingsTest {
    private static final Setting<Long> READ = Setting.size("tcp.read", "256K", "one read");
    private static final Setting<Long> SILENCE = Setting.span("control.silence", "5s", "a silence");
    private static final Setting<Boolean> DIRECT = Setting.toggle("gpu.direct", "on", "straight");
    private static final Setting<String> TOKEN =
            Setting.text("token", "", "a secret").secret();

    private final Map<String, String> explicit = new HashMap<>();
    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();

    private Settings settings() {
        return new Settings(explicit, properties::get, environment::get);
    }

    @Test
    void shouldTakeTheBuilderBeforeThePropertyBeforeTheVariableBeforeTheDefault() {
        assertThat(settings().get(READ)).isEqualTo(256 << 10);
        environment.put("JCCL_TCP_READ", "1K");
        assertThat(settings().get(READ)).isEqualTo(1 << 10);
        properties.put("jccl.tcp.read", "2K");
        assertThat(settings().get(READ)).isEqualTo(2 << 10);
        explicit.put("tcp.read", "3K");
        assertThat(settings().get(READ)).isEqualTo(3 << 10);
    }

    @Test
    void shouldTellWhereAValueWasGiven() {
        assertThat(settings().given(READ)).isEmpty();
        environment.put("JCCL_TCP_READ", "1K");
        assertThat(settings().given(READ)).contains(new Settings.Given("1K", "JCCL_TCP_READ"));
        properties.put("jccl.tcp.read", "2K");
        assertThat(settings().given(READ)).contains(new Settings.Given("2K", "-Djccl.tcp.read"));
        explicit.put("tcp.read", "256K");
        assertThat(settings().given(READ)).contains(new Settings.Given("256K", "builder"));
    }

    @Test
    void shouldTakeAnEmptyVariableForNone() {
        environment.put("JCCL_TCP_READ", " ");
        assertThat(settings().get(READ)).isEqualTo(256 << 10);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "4096, 4096", "64K, 65536", "64k, 65536", "1M, 1048576", "2G, 2147483648", "' 8K ', 8192"})
    void shouldReadSizes(final String text, final long bytes) {
        explicit.put("tcp.read", text);
        assertThat(settings().get(READ)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "K", "4T", "4 K", "4.5M", "99999999999999999999", "9999999999G"})
    void shouldSayWhatASizeLooksLike(final String text) {
        properties.put("jccl.tcp.read", text);
        assertThatThrownBy(() -> settings().get(READ))
                .isInstanceOf(InvalidUsageException.class)
                .hasMessage("tcp.read='" + text + "' (-Djccl.tcp.read) is no number; write 4096, 64K or 1M");
    }

    @Test
    void shouldSayWhatASpanLooksLike() {
        environment.put("JCCL_CONTROL_SILENCE", "5h");
        assertThatThrownBy(() -> settings().get(SILENCE))
                .isInstanceOf(InvalidUsageException.class)
                .hasMessage("control.silence='5h' (JCCL_CONTROL_SILENCE) is no span of time; write 5s, 200ms or 2m");
    }

    @Test
    void shouldTakeOneOfTwoWordsInAnyCase() {
        assertThat(settings().get(DIRECT)).isTrue();
        explicit.put("gpu.direct", "OFF");
        assertThat(settings().get(DIRECT)).isFalse();
        explicit.put("gpu.direct", "no");
        assertThatThrownBy(() -> settings().get(DIRECT))
                .hasMessage("gpu.direct='no' (builder) is neither; write off or on");
    }

    @Test
    void shouldShowNoSecret() {
        assertThat(TOKEN.shown("tiger")).isEqualTo("***");
        assertThat(READ.shown("4K")).isEqualTo("4K");
    }
}
