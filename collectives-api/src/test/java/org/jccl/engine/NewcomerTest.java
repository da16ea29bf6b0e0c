// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jccl.Communicator;
import org.jccl.CommunicatorBuilder;
import org.jccl.ReduceOp;
import org.jccl.bootstrap.DoorVisit;
import org.jccl.bootstrap.Members;
import org.jccl.control.Endpoint;
import org.jccl.control.ListenAddress;
import org.jccl.error.CollectiveException;
import org.jccl.error.CollectiveTimeoutException;
import org.jccl.error.InvalidUsageException;
import org.jccl.error.TransportException;
import org.jccl.spi.Settings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Newcomers that are mistaken, late, or lost on their way into a communicator of one rank that listens. */
@Timeout(60)
class NewcomerTest {
    private static final String SECRET = "secret";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final CountDownLatch ended = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @TempDir
    private Path folder;

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    private Communicator alone() {
        return Communicator.builder()
                .rank(0)
                .size(1)
                .token(SECRET)
                .set("port", "0")
                .set("socket.ifname", "lo")
                .set("members", folder.toString())
                .timeout(PATIENCE)
                .build();
    }

    private CommunicatorBuilder newcomer() {
        return Communicator.builder()
                .join(folder.toUri().toString())
                .token(SECRET)
                .set("socket.ifname", "lo")
                .timeout(PATIENCE);
    }

    private static Endpoint listen() {
        final Settings settings = new Settings(Map.of(), none -> null, none -> null);
        return Endpoint.open(
                settings,
                SECRET.getBytes(StandardCharsets.UTF_8),
                ListenAddress.towards(settings, InetAddress.getLoopbackAddress()));
    }

    private Future<Float> joins(final CommunicatorBuilder builder) {
        return threads.submit(() -> {
            try (Communicator joined = builder.build()) {
                final float[] sum = {joined.rank()};
                joined.allReduce(sum, ReduceOp.SUM);
                return sum[0];
            }
        });
    }

    private static void requireSum(final Communicator grown, final Future<Float> newcomer) throws Exception {
        final float[] sum = {grown.rank()};
        grown.allReduce(sum, ReduceOp.SUM);
        assertThat(newcomer.get()).isEqualTo(sum[0]).isEqualTo(1);
    }

    @Test
    void shouldJoinARankThatWasAlone() throws Exception {
        try (Communicator first = alone()) {
            final Future<Float> newcomer = joins(newcomer());
            try (Communicator grown = first.grow(1)) {
                requireSum(grown, newcomer);
            }
        }
    }

    @Test
    void shouldBeTakenInAfterOneThatIsLostOnItsWay() throws Exception {
        try (Communicator first = alone()) {
            final Future<Float> newcomer = threads.submit(() -> {
                try (Endpoint own = listen();
                        DoorVisit lost = Members.parse(folder.toUri().toString())
                                .knock("world", own, PATIENCE, System.nanoTime() + PATIENCE.toNanos())) {
                    assertThat(lost.ticket().rank()).isEqualTo(1);
                }
                return joins(newcomer()).get();
            });
            try (Communicator grown = first.grow(1)) {
                requireSum(grown, newcomer);
            }
        }
    }

    @Test
    void shouldWaitOnForTheCommunicatorThatFollowsOneThatFailed() throws Exception {
        try (Communicator first = alone()) {
            final Thread[] waiting = new Thread[1];
            final Future<?> growing = threads.submit(() -> {
                waiting[0] = Thread.currentThread();
                assertThatThrownBy(() -> first.grow(1))
                        .isInstanceOf(CollectiveException.class)
                        .hasMessageContaining("before anybody came");
            });
            while (waiting[0] == null || waiting[0].getState() != Thread.State.TIMED_WAITING) {
                Thread.sleep(1);
            }
            first.abort("before anybody came");
            final Future<Float> newcomer = joins(newcomer());
            growing.get();
            try (Communicator rest = first.shrink();
                    Communicator grown = rest.grow(1)) {
                requireSum(grown, newcomer);
            }
        }
    }

    @Test
    void shouldLookForRanksUntilThereIsOne() throws Exception {
        final Future<Float> newcomer = joins(newcomer());
        // the address of a rank that was killed leads nowhere
        Files.writeString(folder.resolve("jccl-member." + "0".repeat(32)), "abc 127.0.0.1:1");
        try (Communicator first = alone();
                Communicator grown = first.grow(1)) {
            requireSum(grown, newcomer);
        }
    }

    @Test
    void shouldSayThatNobodyIsThere() {
        assertThatThrownBy(() -> newcomer().timeout(Duration.ofMillis(200)).build())
                .isInstanceOf(CollectiveTimeoutException.class)
                .hasMessageContaining("no rank of 'world' has answered at file:")
                .hasMessageContaining("for 200 ms (no rank has left its address there); does the job still run");
        assertThatThrownBy(() -> newcomer()
                        .join("tcp://127.0.0.1:1")
                        .timeout(Duration.ofMillis(200))
                        .build())
                .isInstanceOf(CollectiveTimeoutException.class)
                .hasMessageContaining("127.0.0.1:1: Connection refused");
    }

    @Test
    void shouldSayThatItWasNotLetIn() {
        try (Communicator first = alone()) {
            assertThatThrownBy(() -> newcomer().set("join.timeout", "400ms").build())
                    .isInstanceOf(CollectiveTimeoutException.class)
                    .hasMessageContaining("have not let this newcomer in (no answer); do all of them call grow()");
            assertThat(first.grow(0)).isSameAs(first);
        }
    }

    @Test
    void shouldRefuseAnotherToken() {
        try (Communicator first = alone()) {
            assertThatThrownBy(() -> newcomer().token("guess").build())
                    .isInstanceOf(TransportException.class)
                    .hasMessageContaining("turned this newcomer away: it has another token");
            assertThat(first.grow(0)).isSameAs(first);
        }
    }

    @Test
    void shouldRefuseWhatIsNoPlaceToJoin() {
        for (final String mistake : new String[] {"host", "tcp://", "tcp://a:0", "file:relative", "http://x:1"}) {
            assertThatThrownBy(() -> newcomer().join(mistake).build())
                    .as(mistake)
                    .isInstanceOf(InvalidUsageException.class)
                    .hasMessageContaining("'" + mistake + "' (setting join) names no ranks of a running job")
                    .hasMessageEndingWith("write tcp://host:port,host:port or file:///folder");
        }
    }

    @Test
    void shouldRefuseToGrowWhereNobodyListens() {
        try (Communicator solo = Communicator.builder().rank(0).size(1).build()) {
            assertThatThrownBy(() -> solo.grow(1))
                    .isInstanceOf(InvalidUsageException.class)
                    .hasMessageContaining("set JCCL_PORT to have it listen");
        }
    }

    @Test
    void shouldEndWhenInterrupted() throws Exception {
        try (Communicator first = alone()) {
            final Thread waiting = new Thread(() -> {
                assertThatThrownBy(() -> newcomer().build())
                        .isInstanceOf(CollectiveException.class)
                        .hasMessageContaining("interrupted while this newcomer waited to join 'world'");
                ended.countDown();
            });
            waiting.start();
            while (waiting.getState() == Thread.State.NEW) {
                Thread.onSpinWait();
            }
            waiting.interrupt();
            assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(first.grow(0)).isSameAs(first);
        }
    }
}
