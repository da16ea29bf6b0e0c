// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jccl.Communicator;
import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.buffer.BufferView;
import org.jccl.testing.ExactInputs;
import org.jccl.testing.Footprint;
import org.jccl.testing.FuzzSeeds;
import org.jccl.testing.RankThreads;
import org.jccl.testing.Stranger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A job at work while strangers try its ports. */
@Timeout(120)
class StrangersTest {
    private static final int SIZE = 3;
    private static final int COUNT = 50_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Without a token anyone's greeting is well signed; with one, these strangers have even got hold of it. */
    @ParameterizedTest
    @ValueSource(strings = {"", "a secret"})
    void shouldReduceToTheSameBitsWhateverStrangersSay(final String token) throws Exception {
        final Footprint before = Footprint.now();
        final InetSocketAddress port = freePort();
        final AtomicBoolean over = new AtomicBoolean();
        RankThreads.run(SIZE + 1, PATIENCE, rank -> {
            if (rank == SIZE) {
                try {
                    pester(port, token.getBytes(StandardCharsets.UTF_8));
                } finally {
                    over.set(true);
                }
            } else {
                work(rank, port, token, over);
            }
            return null;
        });
        before.requireAgain();
    }

    private static InetSocketAddress freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return (InetSocketAddress) probe.getLocalSocketAddress();
        }
    }

    private static void work(
            final int rank, final InetSocketAddress port, final String token, final AtomicBoolean over) {
        final ExactInputs inputs = new ExactInputs(DataType.FLOAT32, ReduceOp.Kind.SUM, SIZE, 1);
        try (Communicator communicator = Communicator.builder()
                .rank(rank)
                .size(SIZE)
                .transport("tcp")
                .token(token)
                .rendezvous("tcp://127.0.0.1:" + port.getPort())
                .build()) {
            final float[] more = {1};
            while (more[0] > 0) {
                final byte[] sum = inputs.input(rank, COUNT);
                final BufferView view = BufferView.of(sum, DataType.FLOAT32);
                communicator.allReduce(view, view, ReduceOp.SUM);
                assertThat(sum).isEqualTo(inputs.reduction(COUNT));
                // all must agree on when to end
                more[0] = over.get() ? 0 : 1;
                communicator.allReduce(more, ReduceOp.MIN);
            }
        }
    }

    /** From before the ranks meet until long after. */
    private static void pester(final InetSocketAddress port, final byte[] token) throws Exception {
        final List<SocketChannel> strangers = new ArrayList<>();
        FuzzSeeds.each(1_500, garbler -> {
            SocketChannel stranger = null;
            while (stranger == null) {
                try {
                    stranger = Stranger.visit(port, token, garbler);
                } catch (final IOException notListeningYet) {
                    Thread.onSpinWait();
                }
            }
            strangers.add(stranger);
        });
        for (final SocketChannel stranger : strangers) {
            stranger.close();
        }
    }
}
