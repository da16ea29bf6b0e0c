// SPDX-License-Identifier: Apache-2.0
package org.jccl.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jccl.control.Endpoint;
import org.jccl.error.CollectiveException;
import org.jccl.spi.Challenge;
import org.jccl.spi.Greeting;
import org.jccl.spi.Handshake;
import org.jccl.spi.Settings;
import org.jccl.spi.Wiring;
import org.jccl.testing.Footprint;
import org.jccl.testing.FuzzSeeds;
import org.jccl.testing.Garbler;
import org.jccl.testing.RankThreads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What may come to the store, and what may pretend to be it. */
@Timeout(180)
class StoreFuzzTest {
    private static final byte[] TOKEN = "shared".getBytes(StandardCharsets.UTF_8);
    private static final Settings SETTINGS = new Settings(Map.of(), none -> null, none -> null);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int SIZE = 3;
    private static final int MANY = 1_500;
    private static final Entrance ENTRANCE = new Entrance(
            new Greeting(Greeting.Purpose.STORE, TcpStore.NO_COMMUNICATOR, 1, 0),
            Wiring.PLAIN,
            TOKEN,
            "rank 1",
            StoreClient.ADVICE);
    /** Ranks that are nobody's: who says so gets in, and must get no further. */
    private static final int[] NOBODY = {0, -1, SIZE, Integer.MAX_VALUE, Integer.MIN_VALUE};

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private static byte[] submission(final int size, final int entryBytes) {
        return ByteBuffer.allocate(12 + entryBytes)
                .putInt(size)
                .putInt(30_000)
                .putInt(entryBytes)
                .array();
    }

    @Test
    void shouldGatherTheRanksWhateverElseComes() throws Exception {
        final Footprint before = Footprint.now();
        final TcpAddress address = TcpAddress.parse("tcp://127.0.0.1:" + freePort());
        try (Endpoint host = Endpoint.open(SETTINGS, TOKEN, address.listenAt(0, SETTINGS));
                Endpoint one = Endpoint.open(SETTINGS, TOKEN, address.listenAt(1, SETTINGS));
                Endpoint two = Endpoint.open(SETTINGS, TOKEN, address.listenAt(2, SETTINGS))) {
            final List<Endpoint> endpoints = List.of(host, one, two);
            FuzzSeeds.each(40, garbler -> {
                final List<Socket> guests = new ArrayList<>();
                RankThreads.run(SIZE, PATIENCE, rank -> {
                    if (rank == 2) {
                        for (int i = 0; i < 10; i++) {
                            guests.add(guest(host.address(), garbler));
                        }
                    }
                    final byte[] mine = {(byte) rank, 42};
                    final List<byte[]> all =
                            new TcpStore(address, endpoints.get(rank)).allGather(mine, rank, SIZE, PATIENCE);
                    assertThat(all).containsExactly(new byte[] {0, 42}, new byte[] {1, 42}, new byte[] {2, 42});
                    return null;
                });
                for (final Socket guest : guests) {
                    guest.close();
                }
            });
        }
        before.requireAgain();
    }

    /** Gets in with the right token, as that rank. */
    private static Socket enter(final InetSocketAddress store, final int rank) throws IOException {
        final Socket guest = new Socket(store.getAddress(), store.getPort());
        final byte[] nonce = Handshake.readChallenge(
                        ByteBuffer.wrap(guest.getInputStream().readNBytes(Handshake.CHALLENGE_BYTES)))
                .nonce();
        final ByteBuffer greeting = ByteBuffer.allocate(Handshake.GREETING_BYTES);
        Handshake.writeGreeting(
                greeting, new Greeting(Greeting.Purpose.STORE, TcpStore.NO_COMMUNICATOR, rank, 0), nonce, TOKEN);
        guest.getOutputStream().write(greeting.array());
        return guest;
    }

    /** Submits what is wrong, and goes, or stays and says no more. */
    private static Socket guest(final InetSocketAddress store, final Garbler garbler) throws IOException {
        final Socket guest = enter(store, NOBODY[garbler.random().nextInt(NOBODY.length)]);
        try {
            guest.getOutputStream().write(garbler.garble(submission(SIZE, garbler.once(2) ? 300 : 9_000)));
            if (garbler.once(3)) {
                guest.close();
            }
        } catch (final IOException dropped) {
            guest.close();
        }
        return guest;
    }

    @Test
    void shouldNameFewOfManyThatItRefused() throws Exception {
        final TcpAddress address = TcpAddress.parse("tcp://127.0.0.1:" + freePort());
        try (Endpoint host = Endpoint.open(SETTINGS, TOKEN, address.listenAt(0, SETTINGS))) {
            final List<String> failures = RankThreads.run(2, PATIENCE, rank -> {
                if (rank == 1) {
                    for (int i = 0; i < 100; i++) {
                        refused(host.address());
                    }
                    return "";
                }
                return RendezvousContract.failureOf(
                        () -> new TcpStore(address, host).allGather(new byte[1], 0, SIZE, Duration.ofMillis(2500)));
            });
            assertThat(failures.get(0))
                    .contains("ranks 1, 2 of 3 did not come", "there is no rank 3", "and 92 more were refused")
                    .hasSizeLessThan(3_000);
        }
    }

    @Test
    void shouldHoldFewOfManyGuestsAndNoMemoryForWhatTheyOnlyAnnounce() throws Exception {
        final TcpAddress address = TcpAddress.parse("tcp://127.0.0.1:" + freePort());
        final List<Socket> guests = new ArrayList<>();
        final long before = Footprint.now().descriptors();
        try (Endpoint host = Endpoint.open(SETTINGS, TOKEN, address.listenAt(0, SETTINGS))) {
            RankThreads.run(2, PATIENCE, rank -> {
                if (rank == 1) {
                    for (int i = 0; i < MANY; i++) {
                        final Socket guest = enter(host.address(), SIZE);
                        guests.add(guest);
                        guest.getOutputStream().write(submission(SIZE, TcpStore.MAX_ENTRY_BYTES), 0, 12);
                    }
                    assertThat(Footprint.now().descriptors() - before - MANY).isLessThan(MANY / 2);
                    System.gc();
                    assertThat(Runtime.getRuntime().totalMemory()
                                    - Runtime.getRuntime().freeMemory())
                            .isLessThan((long) MANY / 4 * TcpStore.MAX_ENTRY_BYTES);
                    return "";
                }
                return RendezvousContract.failureOf(
                        () -> new TcpStore(address, host).allGather(new byte[1], 0, SIZE, Duration.ofMillis(4_500)));
            });
        } finally {
            for (final Socket guest : guests) {
                guest.close();
            }
        }
    }

    private static void refused(final InetSocketAddress store) throws IOException {
        try (Socket guest = enter(store, SIZE)) {
            guest.getOutputStream().write(submission(SIZE, 0));
            // the refusal, and then the end: who is refused is not kept
            assertThat(guest.getInputStream().readAllBytes()).hasSizeGreaterThan(10);
        }
    }

    @Test
    void shouldBelieveOrRefuseWhateverPretendsToBeTheStore() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            final InetSocketAddress address = (InetSocketAddress) server.getLocalSocketAddress();
            FuzzSeeds.each(
                    300,
                    garbler -> RankThreads.run(2, PATIENCE, rank -> {
                        if (rank == 0) {
                            pretend(server, garbler);
                        } else {
                            visit(address);
                        }
                        return null;
                    }));
        }
    }

    private static void visit(final InetSocketAddress address) {
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(500);
        try {
            assertThat(new StoreVisit(ENTRANCE, SIZE, new byte[5], deadlineNs).at(address))
                    .hasSize(SIZE);
        } catch (final IOException | CollectiveException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    private static void pretend(final ServerSocket server, final Garbler garbler) throws IOException {
        final ByteBuffer challenge = ByteBuffer.allocate(Handshake.CHALLENGE_BYTES);
        Handshake.writeChallenge(challenge, new Challenge(7, new byte[Handshake.NONCE_BYTES]));
        final ByteBuffer table = ByteBuffer.allocate(1 + SIZE * 14).put(TcpStore.TABLE);
        for (int rank = 0; rank < SIZE; rank++) {
            table.putInt(10).put(new byte[10]);
        }
        try (Socket visitor = server.accept()) {
            visitor.getOutputStream().write(garbler.once(4) ? garbler.garble(challenge.array()) : challenge.array());
            visitor.getOutputStream().write(garbler.once(4) ? garbler.noise() : new byte[] {Handshake.ACCEPTED});
            visitor.getOutputStream().write(garbler.garble(table.array()));
            visitor.shutdownOutput();
            visitor.getInputStream().readAllBytes();
        } catch (final IOException gone) {
            assertThat(gone.getMessage()).isNotBlank();
        }
    }
}
