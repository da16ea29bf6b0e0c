// SPDX-License-Identifier: Apache-2.0
package org.jccl.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jccl.Communicator;
import org.jccl.testing.ProcessRanks;
import org.jccl.testing.Ranks;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every example says what its comment promises. */
@Timeout(180)
class ExamplesTest {
    private static final Duration AMPLE = Duration.ofSeconds(120);

    /** What each rank printed, by rank. */
    private static List<String> run(final int ranks, final BiConsumer<Communicator, PrintStream> example) {
        return Ranks.call(ranks, "auto", UnaryOperator.identity(), AMPLE, world -> {
            final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            example.accept(world, new PrintStream(bytes, true, StandardCharsets.UTF_8));
            return bytes.toString(StandardCharsets.UTF_8);
        });
    }

    @Test
    void shouldSayHelloFromProcesses() {
        try (ProcessRanks ranks = ProcessRanks.start(3, Map.of(), Ex01HelloAllReduce.class)) {
            ranks.awaitSuccess(AMPLE);
            for (int rank = 0; rank < 3; rank++) {
                assertThat(ranks.lines(rank)).contains("rank " + rank + " of 3: the sum is 6.0");
            }
        }
    }

    /** On a machine with devices, on those. */
    @Test
    void shouldAddOnTheHostWhereThereIsNoDevice() {
        try (ProcessRanks ranks = ProcessRanks.start(2, Map.of(), Ex10HelloDevice.class)) {
            ranks.awaitSuccess(AMPLE);
            assertThat(ranks.lines(1)).anyMatch(line -> line.startsWith("rank 1 of 2: the sum is 3.0, formed on "));
        }
    }

    /** The CUDA driver of gpu-bridge's tests, which pretends. */
    @Test
    void shouldAddOnDevices() {
        final Path pretended = Path.of("../gpu-bridge/target/pretended").toAbsolutePath();
        Assumptions.assumeTrue(
                Files.exists(pretended.resolve("libreduce.so")),
                "the CUDA driver that pretends has not been built: gpu-bridge comes first, and a C++ compiler");
        try (ProcessRanks ranks =
                ProcessRanks.start(2, Map.of("LD_LIBRARY_PATH", pretended.toString()), Ex10HelloDevice.class)) {
            ranks.awaitSuccess(AMPLE);
            assertThat(ranks.lines(1)).contains("rank 1 of 2: the sum is 3.0, formed on device 1");
        }
    }

    @Test
    void shouldOverlapComputation() {
        assertThat(run(2, Ex02Overlap::run).get(0)).contains("5 all-reduces gave 3 in each element");
    }

    @Test
    void shouldBroadcastTheSameParametersToAll() {
        final List<String> printed = run(3, Ex03BroadcastParameters::run);
        final String begins = printed.get(0).substring("rank 0".length());
        assertThat(printed).allSatisfy(text -> assertThat(text).endsWith(begins));
        assertThat(begins).doesNotContain("0.000000");
    }

    @Test
    void shouldGatherBlocksOfDifferentLengths() {
        assertThat(run(3, Ex04AllGather::run).get(0))
                .contains("[1, 4, 7] elements: [0, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2]");
    }

    @Test
    void shouldSplitIntoAGrid() {
        assertThat(run(4, Ex05Split::run).get(1))
                .contains("rank 1 sits in row 0, column 1: sum of the row 1, greatest of the column 3");
    }

    @Test
    void shouldSpreadHeatAsOneRankWould() {
        final List<String> printed = run(3, Ex06HaloExchange::run);
        assertThat(printed.get(0)).contains("rank 0: from 9");
        final double left = degrees(printed.get(0));
        final double middle = degrees(printed.get(1));
        final double right = degrees(printed.get(2));
        assertThat(left).isGreaterThan(middle);
        assertThat(middle).isGreaterThan(right);
        assertThat(right).isPositive();
    }

    private static double degrees(final String printed) {
        return Double.parseDouble(printed.replaceAll(".*from ([0-9.]+) to.*\\s*", "$1"));
    }

    @Test
    void shouldRefuseWrongUseAndNameTheReasonOfAnAbort() {
        final List<String> printed = run(3, Ex07Failures::run);
        assertThat(printed)
                .allSatisfy(text -> assertThat(text)
                        .contains("refused: ")
                        .contains("goes on: 3 ranks are here")
                        .contains("ended: ")
                        .contains("this rank found a NaN in its loss"));
    }
}
