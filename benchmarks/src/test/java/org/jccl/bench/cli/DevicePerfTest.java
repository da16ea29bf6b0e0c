// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code perf --device cuda} in a process that finds the CUDA driver of gpu-bridge's tests, which pretends, or none. */
@Timeout(120)
final class DevicePerfTest {
    private static final Path PRETENDED =
            Path.of("../gpu-bridge/target/pretended").toAbsolutePath();

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "all, float32, sum, --threads, 2, on",
        "all_reduce, bfloat16, avg, --threads, 3, off",
        "reduce_scatter, uint8, max, --ranks, 2, on"
    })
    void shouldFindNothingWrongOnDevices(
            final String collective,
            final String type,
            final String op,
            final String how,
            final String ranks,
            final String direct)
            throws Exception {
        Assumptions.assumeTrue(
                Files.exists(PRETENDED.resolve("libreduce.so")),
                "the CUDA driver that pretends has not been built: gpu-bridge comes first, and a C++ compiler");
        final String said = perf(
                0, PRETENDED, direct, collective, how, ranks, "-d", type, "-o", op, "-b", "4", "-e", "64K", "-f", "64");
        assertThat(said)
                .contains("buffers cuda, device = local rank mod 2 of 0 (Pretended device 0), 1 (Pretended device 1)")
                .contains("# Out of bounds values : 0 OK");
    }

    @Test
    void shouldSayThatThereIsNoDriver() throws Exception {
        final String said = perf(2, folder, "on", "all_reduce", "--threads", "2");
        Assumptions.assumeFalse(said.contains("Out of bounds"), "this machine has a CUDA driver");
        assertThat(said).contains("the CUDA driver");
    }

    @Test
    void shouldSayThatThereIsNoSuchDevice() throws Exception {
        Assumptions.assumeTrue(
                Files.exists(PRETENDED.resolve("libcuda.so.1")), "the CUDA driver that pretends has not been built");
        assertThat(perf(2, PRETENDED, "on", "all_reduce", "--threads", "2", "--cuda-devices", "7"))
                .contains("7");
    }

    private String perf(final int expected, final Path libraries, final String direct, final String... arguments)
            throws IOException, InterruptedException {
        final List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Jccl.class.getName(),
                "perf",
                "--device",
                "cuda",
                "-n",
                "2",
                "-w",
                "1"));
        command.addAll(List.of(arguments));
        final Path output = folder.resolve("output");
        final ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("LD_LIBRARY_PATH", libraries.toString());
        builder.environment().put("JCCL_GPU_DIRECT", direct);
        final Process process = builder.start();
        try {
            assertThat(process.waitFor(100, TimeUnit.SECONDS))
                    .as("it has ended")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        final String said = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(said).isEqualTo(expected);
        return said;
    }
}
