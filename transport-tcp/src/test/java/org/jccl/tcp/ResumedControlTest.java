// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jccl.control.ControlGroup;
import org.jccl.control.ControlListener;
import org.jccl.control.Endpoint;
import org.jccl.control.ListenAddress;
import org.jccl.spi.Candidates;
import org.jccl.spi.Settings;
import org.jccl.testing.Footprint;
import org.jccl.testing.FuzzSeeds;
import org.jccl.testing.RankThreads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Control connections that are cut while their ranks live. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ResumedControlTest {
    private static final int SIZE = 3;
    private static final int MESSAGES = 3_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final class Listener implements ControlListener {
        final List<Queue<Integer>> heard = new ArrayList<>();
        final Queue<String> failures = new ConcurrentLinkedQueue<>();

        Listener() {
            for (int rank = 0; rank < SIZE; rank++) {
                heard.add(new ConcurrentLinkedQueue<>());
            }
        }

        @Override
        public void peerFailed(final int rank, final String how) {
            failures.add("rank " + rank + " failed: " + how);
        }

        @Override
        public void aborted(final int byRank, final byte kind, final String reason) {
            failures.add("rank " + byRank + " aborted: " + reason);
        }

        @Override
        public void message(final int fromRank, final ByteBuffer content) {
            heard.get(fromRank).add(content.getInt());
        }

        @Override
        public void left(final int rank) {}
    }

    @Test
    void shouldLoseAndRepeatNoMessageWhileConnectionsAreCut() throws Exception {
        final Footprint before = Footprint.now();
        FuzzSeeds.each(2, garbler -> {
            final Random random = new Random(garbler.random().nextLong());
            final CuttingProxy.Cuts cuts = (number, there) -> {
                synchronized (random) {
                    return 200 + random.nextInt(80_000);
                }
            };
            final List<CuttingProxy> proxies = new ArrayList<>();
            final List<Endpoint> endpoints = new ArrayList<>();
            try {
                for (int rank = 0; rank < SIZE; rank++) {
                    open(proxies, endpoints, cuts);
                }
                talk(endpoints);
                assertThat(proxies.stream().mapToInt(CuttingProxy::cuts).sum()).isPositive();
            } finally {
                endpoints.forEach(Endpoint::close);
                for (final CuttingProxy proxy : proxies) {
                    proxy.close();
                }
            }
        });
        before.requireAgain();
    }

    private static void open(
            final List<CuttingProxy> proxies, final List<Endpoint> endpoints, final CuttingProxy.Cuts cuts)
            throws IOException {
        final int port;
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = probe.getLocalPort();
        }
        proxies.add(new CuttingProxy(port, cuts));
        final String advertised =
                "127.0.0.1:" + proxies.get(proxies.size() - 1).address().getPort();
        final Settings settings = Settings.ofProcess(Map.of("port", Integer.toString(port), "advertise", advertised));
        endpoints.add(Endpoint.open(
                settings, new byte[0], ListenAddress.towards(settings, InetAddress.getLoopbackAddress())));
    }

    private static void talk(final List<Endpoint> endpoints) {
        final Candidates[] peers = endpoints.stream().map(Endpoint::candidates).toArray(Candidates[]::new);
        final List<Listener> listeners = List.of(new Listener(), new Listener(), new Listener());
        final List<ControlGroup> groups = RankThreads.run(
                SIZE,
                PATIENCE,
                rank -> endpoints.get(rank).join(7, rank, peers, listeners.get(rank), PATIENCE, PATIENCE));
        for (int i = 0; i < MESSAGES; i++) {
            for (int from = 0; from < SIZE; from++) {
                for (int to = 0; to < SIZE; to++) {
                    groups.get(from).send(to, ByteBuffer.allocate(40).putInt(0, i));
                }
            }
        }
        final long begun = System.nanoTime();
        while (!listeners.stream().allMatch(ResumedControlTest::isComplete)
                && System.nanoTime() - begun < PATIENCE.toNanos()) {
            Thread.yield();
        }
        for (final Listener listener : listeners) {
            assertThat(listener.failures).isEmpty();
            for (final Queue<Integer> heard : listener.heard) {
                assertThat(List.copyOf(heard)).hasSize(MESSAGES).isSorted().doesNotHaveDuplicates();
            }
        }
        groups.forEach(ControlGroup::close);
    }

    private static boolean isComplete(final Listener listener) {
        return !listener.failures.isEmpty() || listener.heard.stream().allMatch(heard -> heard.size() >= MESSAGES);
    }
}
