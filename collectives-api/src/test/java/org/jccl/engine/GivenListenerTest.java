// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jccl.Communicator;
import org.jccl.CommunicatorBuilder;
import org.jccl.error.InvalidUsageException;
import org.jccl.testing.RankThreads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Communicators that listen at sockets of the caller's. */
@Timeout(60)
class GivenListenerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static ServerSocketChannel bound() throws IOException {
        return ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private static CommunicatorBuilder builder(final int rank, final int size) {
        return Communicator.builder().rank(rank).size(size).timeout(PATIENCE);
    }

    @Test
    void shouldListenThereAndCloseItWithTheCommunicator(@TempDir final Path folder) throws IOException {
        final List<ServerSocketChannel> listeners = List.of(bound(), bound());
        RankThreads.run(2, PATIENCE, rank -> {
            try (Communicator world = builder(rank, 2)
                    .rendezvous(folder.toUri().toString())
                    .listener(listeners.get(rank))
                    .build()) {
                world.barrier();
                assertThat(listeners.get(rank).isOpen()).isTrue();
            }
            return null;
        });
        assertThat(listeners).noneMatch(ServerSocketChannel::isOpen);
    }

    @Test
    void shouldCloseItWhenBuildingFails() throws IOException {
        final ServerSocketChannel failing = bound();
        assertThatThrownBy(() ->
                        builder(0, 2).rendezvous("nowhere").listener(failing).build())
                .isInstanceOf(InvalidUsageException.class);
        assertThat(failing.isOpen()).isFalse();
    }

    @Test
    void shouldListenForNewcomersWhenThereIsNobodyElse() throws IOException {
        final ServerSocketChannel listener = bound();
        try (Communicator alone = builder(0, 1).listener(listener).build()) {
            alone.barrier();
            assertThat(listener.isOpen()).isTrue();
        }
        assertThat(listener.isOpen()).isFalse();
    }

    @Test
    void shouldRefuseOneThatIsNotBoundOrClosedOrElsewhere() throws IOException {
        final ServerSocketChannel fresh = ServerSocketChannel.open();
        assertThatThrownBy(() -> at(fresh, "tcp://localhost:7")).hasMessageContaining("call bind before listener");
        assertThatThrownBy(() -> at(fresh, "tcp://localhost:7")).hasMessageContaining("is closed");
        assertThatThrownBy(() -> at(bound(), "tcp://localhost:7"))
                .isInstanceOf(InvalidUsageException.class)
                .hasMessageContaining("but the rendezvous or JCCL_PORT says port 7");
    }

    private static Communicator at(final ServerSocketChannel listener, final String rendezvous) {
        return builder(0, 2).rendezvous(rendezvous).listener(listener).build();
    }
}
