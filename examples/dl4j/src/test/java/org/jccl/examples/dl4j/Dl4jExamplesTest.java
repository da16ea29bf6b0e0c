// SPDX-License-Identifier: Apache-2.0
package org.jccl.examples.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jccl.Communicator;
import org.jccl.DataType;
import org.jccl.testing.ProcessRanks;
import org.jccl.testing.Ranks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class Dl4jExamplesTest {
    private static final Duration AMPLE = Duration.ofSeconds(240);
    /** JavaCPP counts the memory of the whole process, ND4J's libraries too, against twice the heap. */
    private static final Map<String, String> UNCOUNTED =
            Map.of("JAVA_TOOL_OPTIONS", "-Dorg.bytedeco.javacpp.maxphysicalbytes=0");

    private static String run(final int ranks, final BiConsumer<Communicator, PrintStream> example) {
        return Ranks.call(ranks, "auto", UnaryOperator.identity(), AMPLE, world -> {
                    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    example.accept(world, new PrintStream(bytes, true, StandardCharsets.UTF_8));
                    return bytes.toString(StandardCharsets.UTF_8);
                })
                .get(0);
    }

    private static List<Double> numbers(final String text, final String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult result) -> Double.valueOf(result.group(1)))
                .toList();
    }

    private static void assertSameCurve(final String printed, final double apart) {
        assertThat(numbers(printed, "apart ([^ ]+)")).as(printed).hasSize(3).allMatch(value -> value < apart);
        assertThat(numbers(printed, "accuracy ([^ ]+)").get(0)).as(printed).isGreaterThan(85);
    }

    @Test
    void shouldTrainANetworkAsOneRankWould() {
        assertSameCurve(run(2, (world, out) -> Ex01TrainNetwork.run(world, 3, out)), 1e-5);
        assertSameCurve(run(4, (world, out) -> Ex01TrainNetwork.run(world, 3, out)), 1e-5);
    }

    @Test
    void shouldTrainAGraphAsOneRankWould() {
        assertSameCurve(run(3, (world, out) -> Ex02TrainGraph.run(world, 3, DataType.FLOAT32, out)), 1e-5);
    }

    @Test
    void shouldTrainAGraphWithNarrowGradients() {
        assertSameCurve(run(2, (world, out) -> Ex02TrainGraph.run(world, 3, DataType.BFLOAT16, out)), 1e-2);
    }

    @Test
    void shouldTrainInProcesses() {
        try (ProcessRanks ranks = ProcessRanks.start(2, UNCOUNTED, Ex01TrainNetwork.class, "3")) {
            ranks.awaitSuccess(AMPLE);
            assertSameCurve(String.join("\n", ranks.lines(0)), 1e-5);
        }
    }

    @Test
    void shouldSumWhatJavaCppPointsTo() {
        assertThat(run(3, Ex03JavaCppPointer::run)).isEqualTo("rank 0 of 3: the sum is 6.0" + System.lineSeparator());
    }
}
