// SPDX-License-Identifier: Apache-2.0
package org.jccl.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class AddressesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:1",
                "a.name-to.look.up:7000",
                "10.20.30.255:65535",
                "[0:0:0:0:0:0:0:1]:7000",
                "[fe80:0:0:0:0:0:0:7]:80"
            })
    void shouldReadWhatItWrites(final String text) {
        assertThat(Addresses.text(Addresses.parse(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "a name:7000",
                "-a:7000",
                "7:7000",
                "256.0.0.1:7000",
                "1.2.3:7000",
                "[::1:7000",
                "[:::::]:7000",
                "[face]:7000",
                "::1:7000",
                "127.0.0.1",
                "127.0.0.1:0",
                "127.0.0.1:65536",
                "127.0.0.1:-1",
                "127.0.0.1:99999999999999999999",
                "127.0.0.1:7000\n"
            })
    void shouldRefuseNonsenseWithoutAskingANameServer(final String text) {
        assertThatThrownBy(() -> Addresses.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'");
    }
}
