// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jccl.error.CollectiveTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RankThreadsTest {
    private static final Duration AMPLE = Duration.ofSeconds(20);

    @Test
    void shouldReturnResultsByRank() {
        assertThat(RankThreads.run(4, AMPLE, rank -> rank * 10)).containsExactly(0, 10, 20, 30);
    }

    @Test
    void shouldNameTheRankThatFailedFirstAndSuppressTheOthers() {
        final CountDownLatch failed = new CountDownLatch(1);
        assertThatThrownBy(() -> RankThreads.run(3, AMPLE, rank -> {
                    if (rank == 2) {
                        failed.countDown();
                        throw new IllegalStateException("boom");
                    }
                    failed.await();
                    Thread.sleep(200);
                    throw new IllegalArgumentException("late");
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("rank 2 of 3")
                .hasMessageContaining("boom")
                .satisfies(error -> assertThat(error.getSuppressed()).hasSize(2));
    }

    @Test
    void shouldShowAllStacksWhenTheDeadlinePasses() {
        assertThatThrownBy(() -> RankThreads.run(2, Duration.ofMillis(200), RankThreadsTest::sleepOnRankOne))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("not done after PT0.2S")
                .hasMessageContaining("rank-1 TIMED_WAITING")
                .hasMessageContaining("sleepOnRankOne");
    }

    private static Void sleepOnRankOne(final int rank) throws InterruptedException {
        if (rank == 1) {
            Thread.sleep(60_000);
        }
        return null;
    }

    @Test
    void shouldGiveEveryRankWhatAllSaid() {
        final ThreadRendezvous rendezvous = new ThreadRendezvous(3);
        final var heard = RankThreads.run(
                3, AMPLE, rank -> rendezvous.allGather(new byte[] {(byte) rank}, rank, 3, Duration.ofSeconds(5)));
        assertThat(heard)
                .allSatisfy(said -> assertThat(said).containsExactly(new byte[] {0}, new byte[] {1}, new byte[] {2}));
    }

    @Test
    void shouldNameRanksThatDidNotCome() {
        assertThatThrownBy(() -> new ThreadRendezvous(3).allGather(new byte[0], 1, 3, Duration.ofMillis(50)))
                .isInstanceOf(CollectiveTimeoutException.class)
                .hasMessageContaining("[0, 2]");
    }
}
