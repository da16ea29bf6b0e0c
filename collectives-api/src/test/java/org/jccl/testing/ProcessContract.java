// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds between processes: the same results as between threads, and the name of a rank that was killed. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
public abstract class ProcessContract {
    private static final Duration AMPLE = Duration.ofSeconds(100);
    private static final int RANKS = 4;
    private static final int VICTIM = 2;

    /** For subclasses. */
    protected ProcessContract() {}

    /** Which transport the ranks use. */
    protected abstract String transport();

    /** What else their environment holds. */
    protected Map<String, String> environment() {
        return Map.of();
    }

    private ProcessRanks start(final int size, final String... arguments) {
        final Map<String, String> environment = new HashMap<>(environment());
        environment.put("JCCL_TRANSPORT", transport());
        return ProcessRanks.start(size, environment, ProcessRank.class, arguments);
    }

    @Test
    void shouldGiveTheRightResults() {
        try (ProcessRanks ranks = start(3, "exercise")) {
            ranks.awaitSuccess(AMPLE);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4 << 20})
    void shouldNameTheRankThatWasKilledInMidOperation(final int count) {
        try (ProcessRanks ranks = start(RANKS, "loop", Integer.toString(count))) {
            ranks.awaitLine(VICTIM, "round 16"::equals, AMPLE);
            ranks.kill(VICTIM);
            final List<Integer> codes = ranks.awaitExit(AMPLE);
            for (int rank = 0; rank < RANKS; rank++) {
                if (rank != VICTIM) {
                    assertThat(codes.get(rank)).as(ranks.everything()).isEqualTo(ProcessRank.PEER_FAILED);
                    assertThat(ranks.lines(rank)).anyMatch(line -> line.startsWith("failed rank " + VICTIM + ":"));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 1 << 20})
    void shouldGoOnRightlyWhoeverIsKilled(final int count) {
        try (ProcessRanks ranks = start(RANKS, "survive", Integer.toString(count))) {
            ranks.awaitLine(1, "round 16"::equals, AMPLE);
            ranks.kill(0);
            ranks.awaitLine(1, "left [1, 2, 3]"::equals, AMPLE);
            ranks.kill(3);
            final List<Integer> codes = ranks.awaitExit(AMPLE);
            for (int rank = 1; rank < 3; rank++) {
                assertThat(codes.get(rank)).as(ranks.everything()).isZero();
                assertThat(ranks.lines(rank)).as(ranks.everything()).contains("left [0, 1]", "survived");
            }
        }
    }
}
