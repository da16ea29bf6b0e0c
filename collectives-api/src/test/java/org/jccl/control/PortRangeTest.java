// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import org.jccl.error.InvalidUsageException;
import org.jccl.error.TransportException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class PortRangeTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "7000, 7000, 7000", "7000-7100, 7000, 7100", "65535, 65535, 65535"})
    void shouldReadPorts(final String text, final int first, final int last) {
        assertThat(PortRange.parse(text)).isEqualTo(new PortRange(first, last));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "65536", "7100-7000", "0-10", "7000-", "7000-7001-7002"})
    void shouldRefuseWhatIsNoPort(final String text) {
        assertThatThrownBy(() -> PortRange.parse(text))
                .isInstanceOf(InvalidUsageException.class)
                .hasMessageContaining("JCCL_PORT='" + text + "'");
    }

    @Test
    void shouldTakeTheFirstFreePort() throws IOException {
        try (ServerSocketChannel taken = PortRange.parse("0").bind(LOOPBACK)) {
            final int port = ((InetSocketAddress) taken.getLocalAddress()).getPort();
            assertThatThrownBy(() -> new PortRange(port, port).bind(LOOPBACK))
                    .isInstanceOf(TransportException.class)
                    .hasMessageContaining("cannot listen at " + LOOPBACK.getHostAddress() + " port " + port)
                    .hasMessageContaining("does another process");
            try (ServerSocketChannel next = new PortRange(port, Math.min(port + 50, 65_535)).bind(LOOPBACK)) {
                assertThat(((InetSocketAddress) next.getLocalAddress()).getPort())
                        .isGreaterThan(port);
            }
        }
    }

    @Test
    void shouldSayWhatToDoWhenEveryPortIsTaken() throws IOException {
        try (ServerSocketChannel first = PortRange.parse("0").bind(LOOPBACK)) {
            final int port = ((InetSocketAddress) first.getLocalAddress()).getPort();
            final int last = Math.min(port + 1, 65_535);
            try (ServerSocketChannel second = ServerSocketChannel.open()) {
                bindUnlessTaken(second, last);
                assertThatThrownBy(() -> new PortRange(port, last).bind(LOOPBACK))
                        .isInstanceOf(TransportException.class)
                        .hasMessageContaining("port " + port + " to " + last)
                        .hasMessageContaining("all 2 are taken: widen the range in JCCL_PORT");
            }
        }
    }

    private static void bindUnlessTaken(final ServerSocketChannel channel, final int port) throws IOException {
        try {
            channel.bind(new InetSocketAddress(LOOPBACK, port));
        } catch (final BindException taken) {
            // all the better
        }
    }

    @Test
    void shouldListenAtTheGivenPort() throws IOException {
        final int port;
        try (ServerSocketChannel probe = PortRange.parse("0").bind(LOOPBACK)) {
            port = ((InetSocketAddress) probe.getLocalAddress()).getPort();
        }
        try (Endpoint endpoint = Endpoints.open("port", Integer.toString(port))) {
            assertThat(endpoint.address()).isEqualTo(new InetSocketAddress(LOOPBACK, port));
        }
    }
}
