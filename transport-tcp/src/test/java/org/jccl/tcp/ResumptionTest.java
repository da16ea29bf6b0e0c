// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jccl.buffer.Memory;
import org.jccl.control.Endpoint;
import org.jccl.spi.Greeting;
import org.jccl.spi.Handshake;
import org.jccl.spi.KnownStream;
import org.jccl.spi.Lane;
import org.jccl.spi.Settings;
import org.jccl.spi.StreamReader;
import org.jccl.spi.StreamWriter;
import org.jccl.spi.Transport;
import org.jccl.spi.TransportContext;
import org.jccl.spi.Waiter;
import org.jccl.testing.Authority;
import org.jccl.testing.Footprint;
import org.jccl.testing.FuzzSeeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that break under lanes whose ranks live. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ResumptionTest {
    private static final Map<String, String> ON = Map.of("tcp.resume", "60s");
    private static final long COMMUNICATOR = 42;
    private static final int LONGEST_PIECE = 300_000;
    /** Handshake, what both have, and a few messages. */
    private static final int SHORT_STREAM = 40;

    private static final int MOST_BEFORE = 105;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldLoseAndRepeatNothingWhereverTheFirstConnectionsAreCut(final boolean towardsListener) throws Exception {
        // what a first use opens for good is open then
        cutAt(0, towardsListener);
        final Footprint before = Footprint.now();
        for (int at = 1; at < MOST_BEFORE + SHORT_STREAM; at++) {
            cutAt(at, towardsListener);
        }
        before.requireAgain();
    }

    private static void cutAt(final int at, final boolean towardsListener) throws Exception {
        // the first are two lanes, one for positions, and their like once more
        try (ProxiedTransports pair = new ProxiedTransports(
                (number, there) -> number < 4 && there == towardsListener ? at : CuttingProxy.Cuts.NEVER, ON)) {
            carry(pair, SHORT_STREAM, 16, "cut at " + at, at);
        }
    }

    @Test
    void shouldLoseAndRepeatNothingHoweverOftenConnectionsAreCut() throws Exception {
        assertThat(cutOften(6, 1 << 9, ON)).isGreaterThan(500);
    }

    @Test
    void shouldLoseAndRepeatNothingHoweverOftenConnectionsOfTlsAreCut(@TempDir final Path folder) throws Exception {
        final Map<String, String> tls = new HashMap<>(new Authority(folder, "authority").rank("rank"));
        tls.putAll(ON);
        // nearly all last longer than TLS's own handshake, which takes a while
        assertThat(cutOften(6, 1 << 14, tls)).isGreaterThan(10);
    }

    private static int cutOften(final int rounds, final int shortest, final Map<String, String> settings)
            throws Exception {
        final int[] cuts = new int[1];
        FuzzSeeds.each(rounds, garbler -> {
            final long seed = garbler.random().nextLong();
            final Random random = new Random(seed);
            try (ProxiedTransports pair = new ProxiedTransports(
                    (number, there) -> {
                        synchronized (random) {
                            return 1 + random.nextInt(shortest << random.nextInt(9));
                        }
                    },
                    settings)) {
                carry(pair, 3_000_000, LONGEST_PIECE, "seed " + seed, seed);
                cuts[0] += pair.cuts();
            }
        });
        return cuts[0];
    }

    @Test
    void shouldSendAgainWhatWasLostWhileItsOwnerIsElsewhere() throws Exception {
        try (ProxiedTransports pair = new ProxiedTransports((number, there) -> CuttingProxy.Cuts.NEVER, ON)) {
            exchange(pair, 1);
            pair.proxy(0).forget();
            pair.proxy(1).forget();
            send(pair.lane(0, 1), 2);
            pair.proxy(0).refuse(false);
            // rank 0 is not called any more: only its thread can help
            assertThat(receive(pair, 1)).isEqualTo(2);
        }
    }

    @Test
    void shouldMakeAConnectionAnewThatSwallowsEverything() throws Exception {
        try (ProxiedTransports pair = new ProxiedTransports((number, there) -> CuttingProxy.Cuts.NEVER, ON)) {
            exchange(pair, 1);
            pair.proxy(0).forget();
            pair.proxy(1).forget();
            send(pair.lane(0, 1), 3);
            assertThat(receive(pair, 1)).isEqualTo(3);
        }
    }

    @Test
    void shouldSayHowOftenAndHowLongItTried() throws Exception {
        try (ProxiedTransports pair =
                new ProxiedTransports((number, there) -> CuttingProxy.Cuts.NEVER, Map.of("tcp.resume", "400ms"))) {
            exchange(pair, 1);
            pair.proxy(0).refuse(true);
            pair.proxy(1).refuse(true);
            pair.ranks().sleepUntil(1, () -> pair.lane(1, 0).peek() < 0);
            assertThat(pair.ranks().link(1, 0).failure())
                    .containsPattern("(reset|closed|lost) its connection")
                    .contains("the attempt to make it anew failed: it did not answer within 400 ms (127.0.0.1:")
                    .containsPattern("\\(attempt \\d+\\)");
        }
    }

    @Test
    void shouldNotTakeAPeerThatClosesForABrokenConnection() throws Exception {
        try (ProxiedTransports pair = new ProxiedTransports((number, there) -> CuttingProxy.Cuts.NEVER, ON)) {
            exchange(pair, 1);
            exchange(pair, 2);
            pair.ranks().transport(0).close();
            pair.ranks().sleepUntil(1, () -> pair.lane(1, 0).peek() < 0);
            assertThat(pair.ranks().link(1, 0).failure()).contains("its connection");
        }
    }

    @Test
    void shouldTurnAwayAStaleConnectionAndGoOnNowhereButWhereThePeerCanBe() throws Exception {
        try (Endpoint endpoint = Loopback.listen("");
                Waiter waiter = new Waiter();
                ScriptedPeer peer = new ScriptedPeer();
                Transport transport = new TcpTransportProvider().open(context(endpoint, waiter))) {
            final byte[] theirs = peer.candidates().encode().getBytes(StandardCharsets.US_ASCII);
            transport.connect(new byte[][] {transport.address(), theirs});
            assertThat(peer.dial(endpoint.address(), greeting(0))).isEqualTo(Handshake.ACCEPTED);
            assertThat(peer.dial(endpoint.address(), greeting(0))).isEqualTo(Handshake.DUPLICATE);
            assertThat(peer.dial(endpoint.address(), greeting(1))).isEqualTo(Handshake.ACCEPTED);
            assertThat(peer.dial(endpoint.address(), greeting(0))).isEqualTo(Handshake.DUPLICATE);
            assertThat(peer.dial(endpoint.address(), greeting(2))).isEqualTo(Handshake.ACCEPTED);
            assertThat(peer.read(Long.BYTES)).containsOnly(0);
            peer.write(ByteBuffer.allocate(Long.BYTES).putLong(99).array());
            final Lane lane = transport.link(1).lane(0);
            while (lane.peek() >= 0) {
                Thread.yield();
            }
            assertThat(transport.link(1).failure()).contains("wants to go on at byte 99 of lane 0", "from 0 to 0");
        }
    }

    private static Greeting greeting(final int incarnation) {
        return new Greeting(Greeting.Purpose.DATA, COMMUNICATOR, 1, 0, incarnation);
    }

    private static TransportContext context(final Endpoint endpoint, final Waiter waiter) {
        final long limitNs = TimeUnit.SECONDS.toNanos(60);
        final Settings settings = Settings.ofProcess(Map.of());
        return new TransportContext(
                0, 2, () -> COMMUNICATOR, "host", limitNs, waiter, endpoint, settings, () -> limitNs);
    }

    private static void exchange(final ProxiedTransports pair, final long value) {
        send(pair.lane(0, 1), value);
        assertThat(receive(pair, 1)).isEqualTo(value);
        send(pair.lane(1, 0), -value);
        assertThat(receive(pair, 0)).isEqualTo(-value);
    }

    private static void send(final Lane lane, final long value) {
        Memory.putLong(lane.claim(Long.BYTES), value);
        lane.commit(Long.BYTES);
        while (!lane.flush()) {
            Thread.yield();
        }
    }

    private static long receive(final ProxiedTransports pair, final int rank) {
        final Lane lane = pair.lane(rank, 1 - rank);
        // as an owner does: it looks again and again, and so the peer hears that it waits
        for (long found = lane.peek(); found >= 0 && found < Long.BYTES; found = lane.peek()) {
            Thread.yield();
        }
        assertThat(pair.ranks().link(rank, 1 - rank).failure()).isNull();
        final long value = Memory.getLong(lane.peeked());
        lane.consume(Long.BYTES);
        return value;
    }

    /** Both ways at once; when all has come it says which cut did harm, if any. */
    private static void carry(
            final ProxiedTransports pair, final long total, final int longestPiece, final String where, final long seed)
            throws IOException {
        try (KnownStream there = new KnownStream(seed, longestPiece);
                KnownStream back = new KnownStream(~seed, longestPiece);
                StreamReader reader = new StreamReader(pair.lane(1, 0), there, total, longestPiece, seed);
                StreamReader backReader = new StreamReader(pair.lane(0, 1), back, total, longestPiece, seed)) {
            final StreamWriter writer = new StreamWriter(pair.lane(0, 1), there, total, longestPiece, seed);
            final StreamWriter backWriter = new StreamWriter(pair.lane(1, 0), back, total, longestPiece, seed);
            final long begun = System.nanoTime();
            while (!reader.done() || !backReader.done()) {
                boolean moved = !writer.done() && writer.step();
                moved |= !backWriter.done() && backWriter.step();
                moved |= !reader.done() && reader.step();
                moved |= !backReader.done() && backReader.step();
                if (!moved) {
                    Thread.yield();
                }
                assertThat(System.nanoTime() - begun)
                        .as("%s: %d and %d of %d bytes came", where, reader.read(), backReader.read(), total)
                        .isLessThan(TimeUnit.SECONDS.toNanos(20));
            }
        } catch (final AssertionError harm) {
            throw new AssertionError(where + ": " + harm.getMessage(), harm);
        }
    }
}
