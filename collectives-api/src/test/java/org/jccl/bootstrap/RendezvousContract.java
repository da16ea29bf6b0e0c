// SPDX-License-Identifier: Apache-2.0
package org.jccl.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jccl.error.CollectiveException;
import org.jccl.testing.RankThreads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every meeting place owes its ranks. */
@Timeout(120)
abstract class RendezvousContract {
    static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(1500);

    /** A meeting of all ranks; {@link #at} gives each its way in. */
    interface Meeting extends AutoCloseable {
        Rendezvous at(int rank);

        @Override
        void close();
    }

    abstract Meeting open(int size);

    static byte[] bytes(final String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> texts(final List<byte[]> all) {
        return all.stream()
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .toList();
    }

    private static String said(final int rank) {
        // of different lengths, the empty one among them
        return "x".repeat(rank * 7);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 64})
    void shouldGiveEveryRanksBytesToEveryRank(final int size) {
        try (Meeting meeting = open(size)) {
            final List<List<byte[]>> results = RankThreads.run(
                    size, PATIENCE, rank -> meeting.at(rank).allGather(bytes(said(rank)), rank, size, PATIENCE));
            for (final List<byte[]> all : results) {
                assertThat(texts(all)).hasSize(size);
                for (int rank = 0; rank < size; rank++) {
                    assertThat(texts(all).get(rank)).isEqualTo(said(rank));
                }
            }
        }
    }

    @Test
    void shouldCarryAMebibyteFromEachRank() {
        final int size = 3;
        try (Meeting meeting = open(size)) {
            final List<List<byte[]>> results = RankThreads.run(size, PATIENCE, rank -> {
                final byte[] mine = new byte[1 << 20];
                mine[mine.length - 1] = (byte) rank;
                return meeting.at(rank).allGather(mine, rank, size, PATIENCE);
            });
            assertThat(results.get(1).get(2)).hasSize(1 << 20).endsWith(2);
            assertThat(results.get(0).get(1)).endsWith(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void shouldWaitForARankThatComesLate(final int late) {
        final int size = 3;
        try (Meeting meeting = open(size)) {
            final List<List<byte[]>> results = RankThreads.run(size, PATIENCE, rank -> {
                Thread.sleep(rank == late ? 300 : 0);
                return meeting.at(rank).allGather(bytes("from " + rank), rank, size, PATIENCE);
            });
            results.forEach(all -> assertThat(texts(all)).containsExactly("from 0", "from 1", "from 2"));
        }
    }

    @Test
    void shouldNameTheRanksThatDidNotCome() {
        final int size = 6;
        try (Meeting meeting = open(size)) {
            final List<String> failures = RankThreads.run(size, PATIENCE, rank -> {
                if (rank == 2 || rank == 4) {
                    return "absent";
                }
                // of those that wait, each may be the first whose time is up
                final Duration timeout = SHORT.plusMillis(50L * rank);
                return failureOf(() -> meeting.at(rank).allGather(bytes("here"), rank, size, timeout));
            });
            for (int rank = 0; rank < size; rank++) {
                if (rank != 2 && rank != 4) {
                    assertThat(failures.get(rank)).as("rank %d", rank).contains("2, 4");
                }
            }
            assertThat(failures.get(0)).startsWith("ranks 2, 4 of 6 did not come within 1.5 s");
        }
    }

    @Test
    void shouldEndWhenInterruptedAndLeaveTheInterruptStanding() {
        try (Meeting meeting = open(2)) {
            for (int rank = 0; rank < 2; rank++) {
                final int mine = rank;
                Thread.currentThread().interrupt();
                assertThatThrownBy(() -> meeting.at(mine).allGather(bytes("x"), mine, 2, PATIENCE))
                        .isInstanceOf(CollectiveException.class)
                        .hasMessageContaining("interrupted");
                assertThat(Thread.interrupted()).isTrue();
            }
        }
    }

    static String failureOf(final Runnable call) {
        try {
            call.run();
            return "none";
        } catch (final CollectiveException failure) {
            return failure.getMessage();
        }
    }
}
