// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import org.jccl.spi.Greeting;
import org.jccl.spi.Wiring;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class AcceptorsTest {
    private static final Greeting GREETING = new Greeting(Greeting.Purpose.DATA, 1, 2, 3);

    @Test
    void shouldCloseWhatComesAfterItWasClosed() throws IOException {
        final Acceptors acceptors = new Acceptors();
        try (SocketChannel early = SocketChannel.open();
                SocketChannel late = SocketChannel.open()) {
            acceptors.route(GREETING, Wiring.PLAIN.over(early, false), 0);
            assertThat(early.isOpen()).isTrue();
            acceptors.close();
            acceptors.route(GREETING, Wiring.PLAIN.over(late, false), 0);
            assertThat(early.isOpen()).isFalse();
            assertThat(late.isOpen()).isFalse();
        }
    }
}
