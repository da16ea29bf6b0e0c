// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs, over real processes and over threads. */
@Timeout(120)
class PerfCommandTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final ByteArrayOutputStream complained = new ByteArrayOutputStream();

    @Test
    void shouldMeasureOverProcessesAndWriteJson() throws IOException {
        assertThat(perf("all_reduce --ranks 2 -b 8 -e 64 -f 8 -n 5 -w 1")).isZero();

        assertThat(printed.toString()).contains("# 2 ranks (processes)").contains("# Out of bounds values : 0 OK");
        assertThat(rows()).hasSize(4).allMatch(row -> row.contains("\"ranks\":2") && row.contains("\"wrong\":0"));
        assertThat(rows().get(3))
                .contains("\"sizeBytes\":64")
                .contains("\"inPlace\":true")
                .contains("\"iterations\":5");
    }

    @Test
    void shouldRunEveryCollectiveOverThreads() throws IOException {
        assertThat(perf("all --threads 3 -b 1000 -e 1000 -n 2 -w 1 -r 1")).isZero();
        assertThat(rows()).hasSizeGreaterThan(15).allMatch(row -> row.contains("\"wrong\":0"));
    }

    @Test
    void shouldReduceEveryTypeByEveryOperator() throws IOException {
        assertThat(perf("all_reduce --threads 2 -d all -o all -b 4100 -e 4100 -n 1 -w 1"))
                .isZero();
        // 6 integer types by 8 operators, 6 floating types by 5, in and out of place
        assertThat(rows()).hasSize(2 * (6 * 8 + 6 * 5)).allMatch(row -> row.contains("\"wrong\":0"));
    }

    @Test
    void shouldFailWhenNoSuchTransportIsThere() {
        assertThat(perf("all_reduce --threads 2 --transport pigeon")).isEqualTo(1);
        assertThat(perf("all_reduce --ranks 2 --transport pigeon")).isEqualTo(1);
        assertThat(complained.toString())
                .contains("pigeon")
                .contains("jccl: rank ")
                .doesNotContain("\tat ");
    }

    private int perf(final String options) {
        final PrintStream out = System.out;
        final PrintStream err = System.err;
        System.setOut(new PrintStream(printed, true));
        System.setErr(new PrintStream(complained, true));
        try {
            return Jccl.commandLine().execute(("perf " + options + " --json " + json()).split(" "));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    private Path json() {
        return folder.resolve("rows.jsonl");
    }

    private List<String> rows() throws IOException {
        final List<String> lines = Files.readAllLines(json());
        assertThat(lines.get(0)).startsWith("{\"machine\":{");
        return lines.subList(1, lines.size());
    }
}
