// SPDX-License-Identifier: Apache-2.0
package org.jccl.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jccl.control.Endpoint;
import org.jccl.control.ListenAddress;
import org.jccl.control.Question;
import org.jccl.error.TransportException;
import org.jccl.spi.Challenge;
import org.jccl.spi.Handshake;
import org.jccl.spi.Settings;
import org.jccl.spi.Wiring;
import org.jccl.testing.FuzzSeeds;
import org.jccl.testing.Garbler;
import org.jccl.testing.RankThreads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class StatusVisitTest {
    private static final byte[] TOKEN = "shared".getBytes(StandardCharsets.UTF_8);
    private static final Settings SETTINGS = new Settings(Map.of(), none -> null, none -> null);

    private static Endpoint endpoint() {
        return Endpoint.open(SETTINGS, TOKEN, ListenAddress.towards(SETTINGS, InetAddress.getLoopbackAddress()));
    }

    private static String ask(final InetSocketAddress address, final byte[] token) {
        return StatusVisit.ask(address, Wiring.PLAIN, token, Question.STATUS);
    }

    @Test
    void shouldBringBackWhatTheRankSays() {
        try (Endpoint endpoint = endpoint()) {
            endpoint.show(1, (question, ready) -> {
                ready.run();
                return () -> "größer\n".repeat(100_000);
            });
            assertThat(ask(endpoint.address(), TOKEN)).isEqualTo("größer\n".repeat(100_000));
        }
    }

    @Test
    void shouldSayThatTheTokenIsAnotherOne() {
        try (Endpoint endpoint = endpoint()) {
            assertThatThrownBy(() -> ask(endpoint.address(), new byte[0]))
                    .isInstanceOf(TransportException.class)
                    .hasMessageStartingWith("the rank at 127.0.0.1:")
                    .hasMessageContaining("turned this question away: it has another token; give the job's own, in"
                            + " JCCL_TOKEN or by --token");
        }
    }

    @Test
    void shouldSayThatNobodyListensOrThatTheHostIsUnknown() throws IOException {
        final InetSocketAddress free;
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = (InetSocketAddress) probe.getLocalSocketAddress();
        }
        assertThatThrownBy(() -> ask(free, TOKEN))
                .isInstanceOf(TransportException.class)
                .hasMessageStartingWith("nobody listens at 127.0.0.1:");
        assertThatThrownBy(() -> ask(InetSocketAddress.createUnresolved("no-such-host.invalid", 7000), TOKEN))
                .isInstanceOf(TransportException.class)
                .hasMessageStartingWith("the host of no-such-host.invalid:7000 is unknown here");
    }

    private static String failureAt(final byte[] said) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            return RankThreads.run(2, Duration.ofSeconds(30), rank -> {
                        if (rank == 0) {
                            pretend(server, said);
                            return "";
                        }
                        return RendezvousContract.failureOf(
                                () -> ask((InetSocketAddress) server.getLocalSocketAddress(), TOKEN));
                    })
                    .get(1);
        }
    }

    private static void pretend(final ServerSocket server, final byte[] said) throws IOException {
        try (Socket visitor = server.accept()) {
            visitor.getOutputStream().write(said);
            visitor.shutdownOutput();
            visitor.getInputStream().readAllBytes();
        } catch (final IOException gone) {
            assertThat(gone.getMessage()).isNotBlank();
        }
    }

    @Test
    void shouldSayThatSomethingElseOrAnotherVersionListensThere() throws Exception {
        assertThat(failureAt("220 mail.example.com ESMTP ready, at your service".getBytes(StandardCharsets.UTF_8)))
                .contains(
                        "this question cannot talk to what listens at 127.0.0.1:",
                        ": it speaks another protocol; give the port of one of the job's ranks");
        assertThat(failureAt(ByteBuffer.allocate(Handshake.CHALLENGE_BYTES)
                        .putInt(0x4A43434C)
                        .putInt(77)
                        .array()))
                .contains("it connects by version 77 of JCCL's protocol, this side by ", "use the same JCCL");
        assertThat(failureAt(new byte[0])).contains("does not answer as a rank does");
    }

    @Test
    void shouldBelieveOrRefuseWhateverPretendsToBeARank() throws Exception {
        final ByteBuffer right = ByteBuffer.allocate(Handshake.CHALLENGE_BYTES + 1 + 5 + 40);
        Handshake.writeChallenge(right, new Challenge(7, new byte[Handshake.NONCE_BYTES]));
        right.put(Handshake.ACCEPTED)
                .put(Question.ANSWERED)
                .putInt(40)
                .put("z".repeat(40).getBytes());
        FuzzSeeds.each(100, (final Garbler garbler) -> {
            final byte[] said = garbler.garble(right.array());
            try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
                RankThreads.run(2, Duration.ofSeconds(30), rank -> {
                    if (rank == 0) {
                        pretend(server, said);
                    } else {
                        believeOrRefuse((InetSocketAddress) server.getLocalSocketAddress());
                    }
                    return null;
                });
            }
        });
    }

    private static void believeOrRefuse(final InetSocketAddress address) {
        try {
            assertThat(ask(address, TOKEN)).hasSizeLessThan(1_000);
        } catch (final TransportException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }
}
