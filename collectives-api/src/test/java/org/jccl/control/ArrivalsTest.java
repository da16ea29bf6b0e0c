// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jccl.spi.Greeting;
import org.jccl.spi.Handshake;
import org.jccl.spi.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ArrivalsTest {
    private static final Greeting LANE = new Greeting(Greeting.Purpose.DATA, 77, 3, 1);

    private final PrintStream console = System.err;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private Endpoint endpoint;

    /** A connection as the acceptor got it. */
    private record Accepted(Greeting greeting, Wire wire) {}

    @BeforeEach
    void open() {
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        endpoint = Endpoints.open();
    }

    @AfterEach
    void close() {
        endpoint.close();
        System.setErr(console);
    }

    private String logged() {
        return log.toString(StandardCharsets.UTF_8);
    }

    private void assertStillServes() throws Exception {
        final BlockingQueue<Accepted> accepted = new LinkedBlockingQueue<>();
        endpoint.accept(77, (greeting, wire) -> accepted.add(new Accepted(greeting, wire)));
        try (Caller caller = new Caller(endpoint.address())) {
            caller.greet(LANE, Endpoints.TOKEN);
            caller.write(new byte[] {42});
            final Accepted connection = accepted.poll(20, TimeUnit.SECONDS);
            assertThat(connection).isNotNull();
            assertThat(connection.greeting()).isEqualTo(LANE);
            try (SocketChannel channel = connection.wire().socket()) {
                assertThat(channel.isBlocking()).isFalse();
                // the selector has let go of it, or this would be refused
                channel.configureBlocking(true);
                final ByteBuffer first = ByteBuffer.allocate(1);
                channel.read(first);
                assertThat(first.get(0))
                        .as("the first byte behind the greeting")
                        .isEqualTo((byte) 42);
                channel.write(ByteBuffer.wrap(new byte[] {Handshake.ACCEPTED}));
                assertThat(caller.readByte()).isEqualTo(Handshake.ACCEPTED);
            }
        }
    }

    @Test
    void shouldHandOverAConnectionBehindItsGreeting() throws Exception {
        assertStillServes();
    }

    @Test
    void shouldKeepAConnectionThatComesBeforeItsAcceptor() throws Exception {
        try (Caller early = new Caller(endpoint.address())) {
            early.greet(LANE, Endpoints.TOKEN);
            final BlockingQueue<Accepted> accepted = new LinkedBlockingQueue<>();
            endpoint.accept(76, (greeting, wire) -> accepted.add(null));
            endpoint.accept(77, (greeting, wire) -> accepted.add(new Accepted(greeting, wire)));
            final Accepted connection = accepted.poll(20, TimeUnit.SECONDS);
            assertThat(connection).isNotNull();
            assertThat(connection.greeting()).isEqualTo(LANE);
            connection.wire().close();
        }
    }

    @Test
    void shouldTurnAwayAnotherToken() throws Exception {
        try (Caller stranger = new Caller(endpoint.address())) {
            stranger.greet(LANE, new byte[] {1, 2, 3});
            assertThat(stranger.readByte()).isEqualTo(Handshake.WRONG_TOKEN);
            assertThat(stranger.readByte()).isEqualTo(-1);
        }
        Eventually.holds(
                () -> assertThat(logged()).containsPattern("dropped .* from 127.0.0.1:\\d+: it has another token"));
        assertStillServes();
    }

    @Test
    void shouldTurnAwayAnAnswerToAnOldChallenge() throws Exception {
        final ByteBuffer old = ByteBuffer.allocate(Handshake.GREETING_BYTES);
        try (Caller first = new Caller(endpoint.address())) {
            Handshake.writeGreeting(old, LANE, first.readNonce(), Endpoints.TOKEN);
        }
        try (Caller replaying = new Caller(endpoint.address())) {
            replaying.readNonce();
            replaying.write(old.array());
            assertThat(replaying.readByte()).isEqualTo(Handshake.WRONG_TOKEN);
        }
    }

    @Test
    void shouldDropABrowserAndSayWhatItSaid() throws Exception {
        try (Caller browser = new Caller(endpoint.address())) {
            browser.readNonce();
            browser.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(readToEnd(browser)).isEqualTo(-1);
        }
        Eventually.holds(() ->
                assertThat(logged()).contains("it speaks another protocol").contains("'GET./.HTTP"));
        assertStillServes();
    }

    private static int readToEnd(final Caller caller) throws IOException {
        try {
            return caller.readByte();
        } catch (final SocketException reset) {
            // closing with unread bytes in the kernel resets the connection
            return -1;
        }
    }

    @Test
    void shouldDropRandomBytes() throws Exception {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        for (int i = 0; i < 50; i++) {
            final byte[] noise = new byte[1 + random.nextInt(200)];
            random.nextBytes(noise);
            try (Caller stranger = new Caller(endpoint.address())) {
                stranger.write(noise);
            }
        }
        assertThat(endpoint.address()).as("seed %d", seed).isNotNull();
        assertStillServes();
    }

    @Test
    void shouldDropWhoSaysNothingAndServeOthersMeanwhile() throws Exception {
        try (Caller silent = new Caller(endpoint.address());
                Caller slow = new Caller(endpoint.address())) {
            slow.readNonce();
            slow.write(new byte[] {0x4A, 0x43});
            assertStillServes();
            silent.readNonce();
            assertThat(silent.readByte()).isEqualTo(-1);
            assertThat(readToEnd(slow)).isEqualTo(-1);
        }
        Eventually.holds(() -> assertThat(logged()).contains("it said nothing").contains("it did not finish"));
    }

    @Test
    void shouldServeOthersWhileThousandConnectionsSayNothing() throws Exception {
        final List<Caller> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 1000; i++) {
                silent.add(new Caller(endpoint.address()));
            }
            assertStillServes();
        } finally {
            for (final Caller caller : silent) {
                caller.close();
            }
        }
        final long lines = logged().lines()
                .filter(line -> line.contains("dropped a connection"))
                .count();
        assertThat(lines).isBetween(1L, 20L);
    }
}
