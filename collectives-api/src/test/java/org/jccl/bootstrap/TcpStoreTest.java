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
            return address.open(endpoints.computeIfAbsent(process, absent -> address.listen(rank, SETTINGS, token)));
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
        try (Ports meeting = open(3)) {
            final List<String> failures = RankThreads.run(4, PATIENCE, process -> {
                final int rank = process == 3 ? 1 : process;
                // the last of the four comes when the other rank 1 is there
                Thread.sleep(process == 3 ? 300 : process == 2 ? 900 : 0);
                return failureOf(() -> meeting.at(process, rank, TOKEN).allGather(bytes("x"), rank, 3, PATIENCE));
            });
            assertThat(failures.subList(0, 3)).containsOnly("none");
            assertThat(failures.get(3))
                    .matches("the process at 127.0.0.1:\\d+ that says it is rank 1 cannot take part: "
                            + "the process at 127.0.0.1:\\d+ is rank 1 already");
        }
    }

    @Test
    void shouldRefuseAProcessThatBelievesInAnotherSize() {
        try (Ports meeting = open(2)) {
            final List<String> failures = RankThreads.run(
                    2,
                    PATIENCE,
                    rank -> failureOf(
                            () -> meeting.at(rank).allGather(bytes("x"), rank, 2 + rank, Duration.ofMillis(800))));
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
                            .allGather(bytes("x"), rank, 2, Duration.ofMillis(800))));
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
    void shouldLetARankComeAgainWhenItsConnectionBroke() {
        try (Ports meeting = open(3)) {
            final List<String> failures = RankThreads.run(4, PATIENCE, process -> {
                final int rank = process == 3 ? 1 : process;
                Thread.sleep(process == 2 ? 900 : process == 3 ? 500 : 0);
                if (process == 1) {
                    // gives up early, and its restarted self takes its place
                    return failureOf(() ->
                            meeting.at(process, rank, TOKEN).allGather(bytes("old"), rank, 3, Duration.ofMillis(250)));
                }
                return failureOf(() -> meeting.at(process, rank, TOKEN).allGather(bytes("new"), rank, 3, PATIENCE));
            });
            assertThat(failures.get(1)).contains("rank 2 of 3 did not come");
            assertThat(List.of(failures.get(0), failures.get(2), failures.get(3)))
                    .containsOnly("none");
        }
    }
}
