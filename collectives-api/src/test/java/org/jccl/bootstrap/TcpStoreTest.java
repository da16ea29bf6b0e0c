// SPDX-License-Identifier: Apache-2.0
package org.jccl.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.jccl.control.Endpoint;
import org.jccl.spi.Settings;
import org.jccl.testing.RankThreads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TcpStoreTest extends RendezvousContract {
    private static final byte[] TOKEN = bytes("shared");
    private static final Settings SETTINGS = new Settings(Map.of(), none -> null, none -> null);

    /** Ranks that meet at one port of loopback; each opens its endpoint when it comes. */
    private static final class Ports implements Meeting {
        private final TcpAddress address = TcpAddress.parse("tcp://127.0.0.1:" + freePort());
        private final Map<Integer, Endpoint> endpoints = new ConcurrentHashMap<>();

        @Override
        public Rendezvous at(final int rank) {
            return at(rank, rank, TOKEN);
        }

        /** Several processes may claim the same rank. */
        Rendezvous at(final int process, final int rank, final byte[] token) {
            return address.open(endpoints.computeIfAbsent(
                    process, absent -> Endpoint.open(SETTINGS, token, address.listenAt(rank, SETTINGS))));
        }

        @Override
        public void close() {
            endpoints.values().parallelStream().forEach(Endpoint::close);
        }
    }

    private static int freePort() {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (final IOException none) {
            throw new IllegalStateException(none);
        }
    }

    @Override
    Ports open(final int size) {
        return new Ports();
    }

    @Test
    void shouldRefuseASecondProcessOfOneRankAndNameBoth() {
        final CountDownLatch refused = new CountDownLatch(1);
        try (Ports meeting = open(3)) {
            // processes 1 and 3 both say that they are rank 1; rank 2 comes when one of them has been refused
            final List<String> failures = RankThreads.run(4, PATIENCE, process -> {
                final int rank = process == 3 ? 1 : process;
                if (rank == 2) {
                    refused.await();
                }
                final String failure =
                        failureOf(() -> meeting.at(process, rank, TOKEN).allGather(bytes("x"), rank, 3, PATIENCE));
                refused.countDown();
                return failure;
            });
            assertThat(failures).filteredOn("none"::equals).hasSize(3);
            assertThat(failures)
                    .filteredOn(failure ->
                            failure.matches("the process at 127.0.0.1:\\d+ that says it is rank 1 cannot take part: "
                                    + "the process at 127.0.0.1:\\d+ is rank 1 already"))
                    .hasSize(1);
        }
    }

    @Test
    void shouldRefuseAProcessThatBelievesInAnotherSize() {
        try (Ports meeting = open(2)) {
            final List<String> failures = RankThreads.run(
                    2,
                    PATIENCE,
                    rank -> failureOf(
                            () -> meeting.at(rank).allGather(bytes("x"), rank, 2 + rank, Duration.ofMillis(1500))));
            assertThat(failures.get(1)).contains("there are 3 ranks").contains("was told 2");
            assertThat(failures.get(0)).contains("rank 1 of 2 did not come").contains("there are 3 ranks");
        }
    }

    @Test
    void shouldSayThatTheTokenIsAnotherOne() {
        try (Ports meeting = open(2)) {
            final List<String> failures = RankThreads.run(
                    2,
                    PATIENCE,
                    rank -> failureOf(() -> meeting.at(rank, rank, rank == 0 ? TOKEN : bytes("wrong"))
                            .allGather(bytes("x"), rank, 2, Duration.ofMillis(1500))));
            assertThat(failures.get(1)).contains("turned rank 1 away: it has another token");
            assertThat(failures.get(0)).startsWith("rank 1 of 2 did not come");
        }
    }

    @Test
    void shouldSayWhereNobodyListened() {
        try (Ports meeting = open(2)) {
            assertThat(failureOf(() -> meeting.at(1).allGather(bytes("x"), 1, 2, Duration.ofMillis(300))))
                    .contains("rank 1 did not meet rank 0 at " + meeting.address + " within 300 ms")
                    .contains("Connection refused");
        }
    }

    @Test
    void shouldSayThatSomethingElseHasThePort() throws IOException {
        try (Ports meeting = open(2);
                ServerSocket other = new ServerSocket(meeting.address.port(), 5, InetAddress.getLoopbackAddress())) {
            final Thread banner = new Thread(() -> {
                try (Socket caller = other.accept()) {
                    caller.getOutputStream().write("SSH-2.0-OpenSSH_9.2 and more\r\n".getBytes(StandardCharsets.UTF_8));
                    caller.getInputStream().read();
                } catch (final IOException ended) {
                    // the test is over
                }
            });
            banner.start();
            assertThat(failureOf(() -> meeting.at(1).allGather(bytes("x"), 1, 2, PATIENCE)))
                    .contains("another protocol");
        }
    }

    @Test
    void shouldLetARankComeAgainThatHadGivenUp() {
        final CountDownLatch gone = new CountDownLatch(1);
        try (Ports meeting = open(3)) {
            // process 1 gives up; its restarted self, process 3, takes its place
            final List<String> failures = RankThreads.run(4, PATIENCE, process -> {
                if (process == 1) {
                    final String failure = failureOf(
                            () -> meeting.at(1, 1, TOKEN).allGather(bytes("old"), 1, 3, Duration.ofMillis(1500)));
                    gone.countDown();
                    return failure;
                }
                if (process > 1) {
                    gone.await();
                }
                final int rank = process == 3 ? 1 : process;
                return failureOf(() -> meeting.at(process, rank, TOKEN).allGather(bytes("new"), rank, 3, PATIENCE));
            });
            assertThat(failures.get(1)).contains("rank 2 of 3 did not come");
            assertThat(failures).filteredOn("none"::equals).hasSize(3);
        }
    }
}
