// SPDX-License-Identifier: Apache-2.0
package org.jccl.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.jccl.error.InvalidUsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class RendezvousAddressTest {
    @ParameterizedTest
    @CsvSource({
        "tcp://head:7000, head, 7000",
        "tcp://head_1.cluster.local:7000/, head_1.cluster.local, 7000",
        "tcp://10.0.0.1:1, 10.0.0.1, 1",
        "tcp://[::1]:65535, ::1, 65535",
        "tcp://[fe80::1%eth0]:80, fe80::1%eth0, 80"
    })
    void shouldReadHostAndPort(final String text, final String host, final int port) {
        assertThat(RendezvousAddress.parse(text)).isEqualTo(new TcpAddress(host, port));
    }

    @ParameterizedTest
    @CsvSource({
        "file:///shared/job, /shared/job, job",
        "file:/shared/job, /shared/job, job",
        "file:///with%20space, /with space, job",
        "file:///shared?run=a-1_2.3, /shared, a-1_2.3"
    })
    void shouldReadAFolder(final String text, final String folder, final String run) {
        assertThat(RendezvousAddress.parse(text)).isEqualTo(new FolderAddress(Path.of(folder), run));
    }

    @Test
    void shouldReadBackWhatItPrints() {
        final RendezvousAddress folder = new FolderAddress(Path.of("/tmp/with space"), "x");
        assertThat(RendezvousAddress.parse(folder.toString())).isEqualTo(folder);
        final RendezvousAddress port = new TcpAddress("::1", 7000);
        assertThat(RendezvousAddress.parse(port.toString())).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "head:7000",
                "http://head:7000",
                "tcp://head",
                "tcp://head:0",
                "tcp://head:70000",
                "tcp://:7000",
                "tcp://::1:7000",
                "tcp://head:7000/x",
                "file://shared/job",
                "file:job",
                "file:///a?other=1",
                "file:///a?run=../b",
                "file:///a b"
            })
    void shouldRefuseWithTheTextInTheMessage(final String text) {
        assertThatThrownBy(() -> RendezvousAddress.parse(text))
                .isInstanceOf(InvalidUsageException.class)
                .hasMessageContaining("'" + text + "'");
    }
}
