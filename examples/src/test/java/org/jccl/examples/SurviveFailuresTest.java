// SPDX-License-Identifier: Apache-2.0
package org.jccl.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jccl.testing.ProcessRanks;
import org.junit.jupiter.api.Timeout;
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
            assertThat(Double.parseDouble(last.replaceAll(".*accuracy ([0-9.]+) %.*", "$1")))
                    .as(ranks.everything())
                    .isGreaterThan(94);
        }
    }
}
