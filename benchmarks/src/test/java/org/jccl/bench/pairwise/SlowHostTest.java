// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.pairwise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jccl.bench.cli.Jccl;
import org.jccl.bench.launch.JavaCommand;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Eight hosts as network namespaces, with links of 200 Mbit/s, one of them slow. */
@Tag("slow")
@Timeout(300)
class SlowHostTest {
    private static final Path SCRIPT = Path.of("shaped-hosts").toAbsolutePath();

    @TempDir
    private Path folder;

    @BeforeEach
    void requireNamespaces() throws Exception {
        assumeTrue(Files.isExecutable(SCRIPT), "no " + SCRIPT + " here");
        assumeTrue(run("2", "200mbit", "--each", "true") == 0, "shaped-hosts needs root, ip, tc and namespaces");
    }

    @ParameterizedTest
    @CsvSource({
        "5=20mbit, rank 5 (host5) is slow both ways",
        "2:out=50mbit, rank 2 (host2) is slow in sending",
        "0:in=50mbit, rank 0 (host0) is slow in receiving"
    })
    void shouldNameTheSlowHost(final String slow, final String sentence) throws Exception {
        final int status = run(jccl(slow, "perf", "pairwise", "--expect", "200Mbit", "--at-least", "60%"));
        assertThat(printed()).contains("8 ranks (processes) on 8 hosts, transport tcp", "FAILED, ", sentence);
        assertThat(status).isEqualTo(1);
    }

    @Test
    void shouldNameTheHostThatSlowsACollectiveDown() throws Exception {
        final int status = run(jccl(
                "6=20mbit", "perf", "all_reduce", "-b", "1M", "-e", "1M", "-n", "3", "-w", "1", "--expect", "200Mbit"));
        assertThat(printed())
                .contains("FAILED, all_reduce(float32, sum) brings 0.0", "rank 6 (host6) is slow both ways");
        assertThat(status).isEqualTo(1);
    }

    private static String[] jccl(final String slow, final String... arguments) {
        final List<String> main = new ArrayList<>(List.of(Jccl.class.getName()));
        main.addAll(List.of(arguments));
        final List<String> command = new ArrayList<>(List.of("8", "200mbit", "--slow", slow, "--each"));
        command.addAll(JavaCommand.of("", main));
        return command.toArray(String[]::new);
    }

    private int run(final String... arguments) throws IOException, InterruptedException {
        final List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
        command.addAll(List.of(arguments));
        final Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output().toFile())
                .start();
        try {
            return process.waitFor();
        } finally {
            // at the deadline: it takes its namespaces away
            process.destroy();
        }
    }

    private Path output() {
        return folder.resolve("printed");
    }

    private String printed() throws IOException {
        return Files.readString(output(), StandardCharsets.UTF_8);
    }
}
