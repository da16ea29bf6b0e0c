// SPDX-License-Identifier: Apache-2.0
package org.jccl.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jccl.testing.ProcessRanks;
import org.jccl.testing.Ranks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
class TrainClassifierTest {
    private static final Duration AMPLE = Duration.ofSeconds(240);

    private static String train(final int ranks, final int epochs) {
        return Ranks.call(
                        ranks, "auto", builder -> builder.algorithms("allreduce:recursive_doubling"), AMPLE, world -> {
                            final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                            Ex08TrainClassifier.run(
                                    world, epochs, new PrintStream(bytes, true, StandardCharsets.UTF_8));
                            return bytes.toString(StandardCharsets.UTF_8);
                        })
                .get(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8})
    void shouldPrintTheSameCurveHoweverManyRanksThereAre(final int ranks) {
        assertThat(train(ranks, 3)).isEqualTo(train(1, 3)).contains("epoch  3");
    }

    @Test
    void shouldLearnToReadDigits() {
        final String curve = train(1, 20);
        final double accuracy = Double.parseDouble(curve.substring(curve.lastIndexOf("accuracy") + 9)
                .replace("%", "")
                .trim());
        assertThat(accuracy).as(curve).isGreaterThan(94);
    }

    @Test
    void shouldPrintTheSameCurveFromProcesses() {
        try (ProcessRanks ranks = ProcessRanks.start(2, Map.of(), Ex08TrainClassifier.class, "2")) {
            ranks.awaitSuccess(AMPLE);
            final List<String> curve = ranks.lines(0).stream()
                    .filter(line -> line.startsWith("epoch"))
                    .toList();
            assertThat(curve).containsExactlyElementsOf(train(1, 2).lines().toList());
        }
    }
}
