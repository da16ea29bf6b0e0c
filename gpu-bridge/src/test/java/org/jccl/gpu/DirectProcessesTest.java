// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jccl.testing.ProcessRanks;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes that open each other's device memory. */
@Timeout(120)
final class DirectProcessesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String SLOWER = "memory of devices goes through the host's";

    @BeforeEach
    void driver() {
        Pretended.require();
    }

    @ParameterizedTest
    @CsvSource({"2, 0", "2, 1", "3, 1", "4, 0"})
    void shouldPerformEveryCollectiveOnMemoryOfEachOthers(final int size, final int devices) {
        try (ProcessRanks ranks = ProcessRanks.start(size, Map.of(), DirectRank.class, Integer.toString(devices))) {
            ranks.awaitSuccess(PATIENCE);
            assertThat(ranks.everything()).doesNotContain(SLOWER);
        }
    }

    @Test
    void shouldGoThroughTheHostWhereMemoryCannotBeOpenedAndSayWhyOnce() {
        try (ProcessRanks ranks = ProcessRanks.start(2, Map.of("PRETEND_CUDA_NO_IPC", "1"), DirectRank.class, "0")) {
            ranks.awaitSuccess(PATIENCE);
            for (int rank = 0; rank < 2; rank++) {
                final List<String> said = ranks.lines(rank).stream()
                        .filter(line -> line.contains(SLOWER))
                        .toList();
                assertThat(said).hasSize(1);
                assertThat(said.get(0)).contains("rank 0: ", "cuIpcOpenMemHandle", "CUDA_ERROR_INVALID_CONTEXT");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldFindMemoryThatLiesWhereOtherMemoryLay(final int devices) {
        try (ProcessRanks ranks =
                ProcessRanks.start(2, Map.of(), DirectRank.class, Integer.toString(devices), "renew")) {
            ranks.awaitSuccess(PATIENCE);
            assertThat(ranks.everything()).doesNotContain(SLOWER);
        }
    }

    @Test
    void shouldFindOutWhatIsReachedWhileAStreamWaits() {
        try (ProcessRanks ranks = ProcessRanks.start(2, Map.of(), DirectRank.class, "0", "late")) {
            ranks.awaitSuccess(PATIENCE);
            assertThat(ranks.everything()).doesNotContain(SLOWER);
        }
    }

    @Test
    void shouldNameTheRankThatIsKilledWhileItsMemoryIsRead() {
        try (ProcessRanks ranks = ProcessRanks.start(3, Map.of(), DirectRank.class, "0", "loop")) {
            for (int rank = 0; rank < 3; rank++) {
                ranks.awaitLine(rank, "running"::equals, PATIENCE);
            }
            ranks.kill(1);
            assertThat(ranks.awaitExit(PATIENCE)).doesNotContain(0);
            for (final int survivor : new int[] {0, 2}) {
                assertThat(String.join("\n", ranks.lines(survivor))).contains("PeerFailedException", "rank 1");
            }
        }
    }
}
