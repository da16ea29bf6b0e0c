// SPDX-License-Identifier: Apache-2.0
package org.jccl.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jccl.testing.ProcessRanks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
class SurviveFailuresTest {
    private static final Duration AMPLE = Duration.ofSeconds(240);

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldTrainToTheSameAccuracyWhoeverIsKilled(final int victim) {
        try (ProcessRanks ranks = ProcessRanks.start(4, Map.of(), Ex09SurviveFailures.class, "20")) {
            ranks.awaitLine(0, line -> line.startsWith("epoch  3"), AMPLE);
            ranks.kill(victim);
            final List<Integer> codes = ranks.awaitExit(AMPLE);

            final int reporter = victim == 0 ? 1 : 0;
            final List<String> lines = ranks.lines(reporter);
            assertThat(codes.get(reporter)).as(ranks.everything()).isZero();
            assertThat(lines).as(ranks.everything()).anyMatch(line -> line.contains("rank " + victim + " "));
            final String last = lines.get(lines.size() - 1);
            assertThat(last).as(ranks.everything()).startsWith("epoch 20 ").endsWith("on 3 ranks");
            assertThat(accuracy(last)).as(ranks.everything()).isGreaterThan(94);
        }
    }

    @Test
    void shouldTakeBackRankZeroWhenItIsStartedAgain(@TempDir final Path folder) {
        final Map<String, String> members = Map.of("JCCL_MEMBERS", folder.toString());
        try (ProcessRanks ranks = ProcessRanks.start(4, members, Ex09SurviveFailures.class, "60")) {
            ranks.awaitLine(0, line -> line.startsWith("epoch  2"), AMPLE);
            ranks.kill(0);
            ranks.awaitLine(1, line -> line.contains(" goes on; it was rank 1"), AMPLE);
            ranks.startAgain(0, Map.of("JCCL_JOIN", folder.toUri().toString()));
            ranks.awaitSuccess(AMPLE);

            final List<String> lines = ranks.lines(1);
            final String last = lines.get(lines.size() - 1);
            assertThat(last).as(ranks.everything()).startsWith("epoch 60 ").endsWith("on 4 ranks");
            assertThat(lines).as(ranks.everything()).anyMatch(line -> line.contains("newcomers were taken in"));
            assertThat(accuracy(last)).as(ranks.everything()).isGreaterThan(94);
        }
    }

    private static double accuracy(final String line) {
        return Double.parseDouble(line.replaceAll(".*accuracy ([0-9.]+) %.*", "$1"));
    }
}
