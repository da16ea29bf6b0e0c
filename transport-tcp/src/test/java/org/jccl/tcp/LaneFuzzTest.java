// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jccl.Communicator;
import org.jccl.ReduceOp;
import org.jccl.bootstrap.Rendezvous;
import org.jccl.error.CollectiveException;
import org.jccl.error.PeerFailedException;
import org.jccl.testing.Footprint;
import org.jccl.testing.FuzzSeeds;
import org.jccl.testing.Garbler;
import org.jccl.testing.RankThreads;
import org.jccl.testing.ThreadRendezvous;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A rank that passed the handshake and then sends no frames, or half of one, or others. */
@Timeout(180)
class LaneFuzzTest {
    private static final Duration PATIENCE = Duration.ofSeconds(25);
    private static final byte[] LOOPBACK = "127.0.0.1:".getBytes(StandardCharsets.US_ASCII);

    @Test
    void shouldCarryOnOrNameARankWhateverIsInTheFrames() throws Exception {
        final Footprint before = Footprint.now();
        FuzzSeeds.each(60, garbler -> {
            final long seed = garbler.random().nextLong();
            final boolean cut = garbler.once(2);
            final int count = 1 << garbler.random().nextInt(16);
            between(2, Duration.ofMillis(800), bytes -> new Garbler(seed).garble(bytes), cut, communicator -> {
                try {
                    for (int i = 0; i < 3; i++) {
                        communicator.allReduce(new float[count], ReduceOp.SUM);
                    }
                } catch (final CollectiveException ended) {
                    assertThat(ended.getMessage()).contains("rank ");
                }
            });
        });
        before.requireAgain();
    }

    /** A header has 32 bytes, and 10 elements of 4 follow; all of the own ones have left by then. */
    @ParameterizedTest
    @ValueSource(ints = {1, 8, 31, 32, 33, 35, 37, 71})
    void shouldNameTheRankWhoseConnectionEndsInTheMiddleOfAFrame(final int bytes) throws Exception {
        final UnaryOperator<byte[]> beginning = all -> Arrays.copyOf(all, Math.min(bytes, all.length));
        between(2, Duration.ofSeconds(60), beginning, true, communicator -> {
            assertThatThrownBy(() -> communicator.allReduce(new float[10], ReduceOp.SUM))
                    .isInstanceOf(PeerFailedException.class)
                    .hasMessageContaining("its connection");
        });
    }

    private interface Body {
        void run(Communicator communicator) throws Exception;
    }

    /** Runs ranks whose lanes go through proxies. */
    private static void between(
            final int size,
            final Duration timeout,
            final UnaryOperator<byte[]> first,
            final boolean cut,
            final Body body)
            throws Exception {
        final Rendezvous meeting = new ThreadRendezvous(size);
        final List<GarblingProxy> proxies = new CopyOnWriteArrayList<>();
        try {
            RankThreads.run(size, PATIENCE, rank -> {
                try (Communicator communicator = Communicator.builder()
                        .rank(rank)
                        .size(size)
                        .transport("tcp")
                        .timeout(timeout)
                        .set("socket.ifname", "=lo")
                        .rendezvous((mine, me, ranks, patience) ->
                                meeting.allGather(redirect(mine, first, cut, proxies), me, ranks, patience))
                        .build()) {
                    body.run(communicator);
                }
                return null;
            });
        } finally {
            for (final GarblingProxy proxy : proxies) {
                proxy.close();
            }
        }
    }

    /** The last address that a rank tells is that of its lanes; the port of a proxy has as many digits as any. */
    private static byte[] redirect(
            final byte[] told,
            final UnaryOperator<byte[]> first,
            final boolean cut,
            final List<GarblingProxy> proxies) {
        int port = told.length;
        do {
            port--;
        } while (!Arrays.equals(LOOPBACK, 0, LOOPBACK.length, told, port - LOOPBACK.length, port));
        final String digits = new String(told, port, told.length - port, StandardCharsets.US_ASCII);
        try {
            final GarblingProxy proxy = new GarblingProxy(Integer.parseInt(digits), first, cut);
            proxies.add(proxy);
            final byte[] redirected = told.clone();
            final byte[] instead = Integer.toString(proxy.port()).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(instead, 0, redirected, port, instead.length);
            return redirected;
        } catch (final java.io.IOException cannot) {
            throw new java.io.UncheckedIOException(cannot);
        }
    }
}
