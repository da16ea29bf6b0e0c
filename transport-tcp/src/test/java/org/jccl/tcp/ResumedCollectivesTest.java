// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import org.jccl.Communicator;
import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.bootstrap.Rendezvous;
import org.jccl.buffer.BufferView;
import org.jccl.error.CollectiveTimeoutException;
import org.jccl.error.PeerFailedException;
import org.jccl.testing.ExactInputs;
import org.jccl.testing.Footprint;
import org.jccl.testing.FuzzSeeds;
import org.jccl.testing.RankThreads;
import org.jccl.testing.ThreadRendezvous;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Jobs whose connections, control and data, are cut while they work. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ResumedCollectivesTest {
    private static final int SIZE = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(100);
    private static final long[] COUNTS = {2, 50, 1_000, 16_384, 300_000, 4 << 20};

    @Test
    void shouldReduceToTheSameBitsWhileConnectionsAreCut() throws Exception {
        final Footprint before = Footprint.now();
        FuzzSeeds.each(2, garbler -> {
            final Random random = new Random(garbler.random().nextLong());
            final int[] cuts = new int[SIZE];
            between(
                    "60s",
                    Duration.ofSeconds(60),
                    (number, there) -> {
                        synchronized (random) {
                            return 500 + random.nextInt(1 << 10 + random.nextInt(13));
                        }
                    },
                    (communicator, proxy) -> {
                        for (int i = 0; i < 3 * COUNTS.length; i++) {
                            reduce(communicator, COUNTS[i % COUNTS.length], i);
                        }
                        cuts[communicator.rank()] = proxy.cuts();
                    });
            assertThat(Arrays.stream(cuts).sum()).isPositive();
        });
        before.requireAgain();
    }

    /** What is sent again must come from what was kept: the memory it came from is changed at once. */
    private static void reduce(final Communicator communicator, final long count, final int round) {
        final ExactInputs inputs = new ExactInputs(DataType.FLOAT32, ReduceOp.Kind.SUM, SIZE, round);
        final byte[] mine = inputs.input(communicator.rank(), count);
        final ByteBuffer input = ByteBuffer.allocateDirect(mine.length).order(ByteOrder.nativeOrder());
        final ByteBuffer output =
                round % 2 == 0 ? input : ByteBuffer.allocateDirect(mine.length).order(ByteOrder.nativeOrder());
        input.put(mine).flip();
        output.limit(mine.length);
        communicator.allReduce(
                BufferView.of(input, DataType.FLOAT32), BufferView.of(output, DataType.FLOAT32), ReduceOp.SUM);
        final byte[] sum = new byte[mine.length];
        output.duplicate().get(sum);
        for (int i = 0; i < mine.length; i++) {
            input.put(i, (byte) 0x55);
        }
        assertThat(Arrays.equals(sum, inputs.reduction(count)))
                .as("call %d over %d elements", round, count)
                .isTrue();
    }

    @Test
    void shouldNameTheLinkThatCannotBeMadeAnewInTime() throws Exception {
        final CyclicBarrier all = new CyclicBarrier(SIZE);
        between("500ms", Duration.ofSeconds(60), (number, there) -> CuttingProxy.Cuts.NEVER, (communicator, proxy) -> {
            communicator.allReduce(new float[100], ReduceOp.SUM);
            all.await();
            proxy.refuse(true);
            assertThatThrownBy(() -> communicator.allReduce(new float[100_000], ReduceOp.SUM))
                    .isInstanceOf(PeerFailedException.class)
                    .hasMessageMatching("(?s)rank .*(the attempt to make it anew failed: it did not answer"
                            + "|its connection broke and could not be made anew) within 500 ms.*");
        });
    }

    @Test
    void shouldEndACallAtItsDeadlineAndSayThatTheLinkIsBeingMadeAnew() throws Exception {
        final CyclicBarrier all = new CyclicBarrier(SIZE);
        between("60s", Duration.ofSeconds(60), (number, there) -> CuttingProxy.Cuts.NEVER, (communicator, proxy) -> {
            communicator.allReduce(new float[100], ReduceOp.SUM);
            all.await();
            proxy.refuse(true);
            // shorter than what connections have, so that it is this deadline that passes
            final Communicator hasty = communicator.timeout(Duration.ofSeconds(2));
            assertThatThrownBy(() -> hasty.allReduce(new float[100_000], ReduceOp.SUM))
                    .isInstanceOf(CollectiveTimeoutException.class)
                    .hasMessageContaining("ago, and it is being made anew; ");
        });
    }

    private interface Body {
        void run(Communicator communicator, CuttingProxy proxy) throws Exception;
    }

    /** Runs ranks each of which the others reach through a proxy of its own. */
    private static void between(
            final String resume, final Duration timeout, final CuttingProxy.Cuts cuts, final Body body)
            throws Exception {
        final Rendezvous meeting = new ThreadRendezvous(SIZE);
        RankThreads.run(SIZE, PATIENCE, rank -> {
            final int port = freePort();
            try (CuttingProxy proxy = new CuttingProxy(port, cuts);
                    Communicator communicator = Communicator.builder()
                            .rank(rank)
                            .size(SIZE)
                            .transport("tcp")
                            .timeout(timeout)
                            .set("socket.ifname", "=lo")
                            .set("port", Integer.toString(port))
                            .set("advertise", "127.0.0.1:" + proxy.address().getPort())
                            // rank 0's counts
                            .set("tcp.resume", rank == 0 ? resume : "0")
                            .rendezvous(meeting)
                            .build()) {
                body.run(communicator, proxy);
            }
            return null;
        });
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }
}
