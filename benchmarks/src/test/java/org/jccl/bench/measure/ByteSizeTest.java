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
class ByteSizeTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "8, 8",
        "64K, 65536",
        "64k, 65536",
        "1M, 1048576",
        "4G, 4294967296",
        "2T, 2199023255552",
        "64KB, 65536",
        "64 KiB, 65536",
        "9223372036854775807, 9223372036854775807"
    })
    void shouldReadWhatPeopleWrite(final String text, final long bytes) {
        assertThat(ByteSize.parse(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "K", "-1", "1.5M", "64X", "0x10", "1 2"})
    void shouldSayWhatWouldBeASize(final String text) {
        assertThatThrownBy(() -> ByteSize.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'%s' is no size; write 8, 64K, 1M or 4G", text);
    }

    @Test
    void shouldRefuseWhatNoLongHolds() {
        assertThatThrownBy(() -> ByteSize.parse("9000000000G")).hasMessageContaining("more than 8 EiB");
        assertThatThrownBy(() -> ByteSize.parse("99999999999999999999")).hasMessageContaining("more than 8 EiB");
    }
}
