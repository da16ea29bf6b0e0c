// SPDX-License-Identifier: Apache-2.0
package org.jccl.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.jccl.testing.ProcessRanks;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("nd4j")
@Timeout(180)
class FailedRankTest {
    private static final Duration AMPLE = Duration.ofSeconds(120);

    /** JavaCPP counts the memory of the whole process, ND4J's libraries too, against twice the heap. */
    private static final Map<String, String> UNCOUNTED =
            Map.of("JAVA_TOOL_OPTIONS", "-Dorg.bytedeco.javacpp.maxphysicalbytes=0");

    @Test
    void shouldNameTheRankThatWasKilledOutOfFit() {
        try (ProcessRanks ranks = ProcessRanks.start(3, UNCOUNTED, TrainRank.class)) {
            ranks.awaitLine(0, line -> line.startsWith("epoch 2"), AMPLE);
            ranks.kill(1);
            ranks.awaitLine(0, line -> line.startsWith("fit threw"), AMPLE);
            ranks.awaitLine(2, line -> line.startsWith("fit threw"), AMPLE);
            assertThat(ranks.lines(0)).as(ranks.everything()).anyMatch(FailedRankTest::namesRankOne);
            assertThat(ranks.lines(2)).as(ranks.everything()).anyMatch(FailedRankTest::namesRankOne);
        }
    }

    private static boolean namesRankOne(final String line) {
        return line.startsWith("fit threw org.jccl.error.PeerFailedException") && line.contains("rank 1 ");
    }
}
