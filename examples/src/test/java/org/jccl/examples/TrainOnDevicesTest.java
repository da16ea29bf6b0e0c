// SPDX-License-Identifier: Apache-2.0
package org.jccl.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.jccl.testing.ProcessRanks;
import org.jccl.testing.Ranks;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In processes that find the CUDA driver of gpu-bridge's tests, which pretends, or none. */
@Timeout(180)
final class TrainOnDevicesTest {
    private static final Duration AMPLE = Duration.ofSeconds(120);
    private static final int EPOCHS = 3;
    private static final Path DRIVER = Path.of("../gpu-bridge/target/pretended").toAbsolutePath();
    private static final Path KERNELS = Path.of("target/pretended").toAbsolutePath();

    /** Two ranks have a device each, three share two and have unequal parts of a batch; devices begin late, or eagerly. */
    @ParameterizedTest
    @CsvSource({"1, 0", "2, 0", "2, 1", "3, 0", "3, 1"})
    void shouldLearnOnDevicesWhatIsLearntOnTheHost(final int size, final String eager) {
        Assumptions.assumeTrue(
                Files.exists(DRIVER.resolve("libcuda.so.1")) && Files.exists(KERNELS.resolve("libtrain.so")),
                "the CUDA driver that pretends has not been built: gpu-bridge comes first, and a C++ compiler");
        final Map<String, String> environment =
                Map.of("LD_LIBRARY_PATH", DRIVER + File.pathSeparator + KERNELS, "PRETEND_CUDA_EAGER", eager);
        try (ProcessRanks ranks =
                ProcessRanks.start(size, environment, Ex11TrainOnDevices.class, Integer.toString(EPOCHS))) {
            ranks.awaitSuccess(AMPLE);
            final List<String> said = ranks.lines(0);
            assertThat(said).contains("all ranks have the same network, to the bit");
            assertThat(said).anyMatch(line -> line.startsWith("the losses of one rank alone differ by at most "));
            final List<Double> onTheHost = onTheHost();
            for (int epoch = 1; epoch <= EPOCHS; epoch++) {
                assertThat(loss(said, epoch, size)).isCloseTo(onTheHost.get(epoch - 1), within(1e-6));
            }
        }
    }

    private static double loss(final List<String> said, final int epoch, final int size) {
        return said.stream()
                .filter(line -> line.startsWith("epoch  " + epoch) && line.endsWith("on " + size + " ranks"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll(".*loss ([0-9.]+) .*", "$1")))
                .findFirst()
                .orElseThrow();
    }

    /** What {@link Ex08TrainClassifier} prints. */
    private static List<Double> onTheHost() {
        return Ranks.call(1, "auto", UnaryOperator.identity(), AMPLE, world -> {
                    final List<Double> losses = new ArrayList<>();
                    final Trainer trainer = new Trainer(world);
                    final List<Digits.Image> images =
                            new ArrayList<>(Digits.load().training());
                    for (int epoch = 1; epoch <= EPOCHS; epoch++) {
                        Collections.shuffle(images, new Random(epoch));
                        losses.add(trainer.epoch(images));
                    }
                    return losses;
                })
                .get(0);
    }

    @Test
    void shouldSayThatThereIsNoDriver(@TempDir final Path empty) {
        Assumptions.assumeFalse(Files.exists(Path.of("/dev/nvidiactl")), "this machine has a driver");
        assertThat(saidOnlyLine(Map.of("LD_LIBRARY_PATH", empty.toString())))
                .startsWith("nothing to train on: the CUDA driver cannot be loaded (libcuda.so.1 is not found)");
    }

    @Test
    void shouldSayThatThereIsNoDevice() {
        Assumptions.assumeTrue(
                Files.exists(DRIVER.resolve("libcuda.so.1")), "the CUDA driver that pretends has not been built");
        assertThat(saidOnlyLine(Map.of("LD_LIBRARY_PATH", DRIVER.toString(), "PRETEND_CUDA_DEVICES", "0")))
                .startsWith("nothing to train on: the CUDA driver finds no device");
    }

    private static String saidOnlyLine(final Map<String, String> environment) {
        try (ProcessRanks ranks = ProcessRanks.start(1, environment, Ex11TrainOnDevices.class)) {
            ranks.awaitSuccess(AMPLE);
            assertThat(ranks.lines(0)).hasSize(1);
            return ranks.lines(0).get(0);
        }
    }
}
