// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs, over real processes and over threads. */
@Timeout(120)
class PairwiseCommandTest {
    private static final String BRIEF = " --rounds 1 --time 2 --size 64K";

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void shouldMeasureEveryPairOfProcesses() throws IOException {
        final Path json = folder.resolve("links.jsonl");
        final Path html = folder.resolve("page.html");
        assertThat(jccl("perf pairwise --ranks 3 --expect 1Kbit" + BRIEF + " --json " + json + " --html " + html))
                .isZero();
        assertThat(printed.toString())
                .contains("3 ranks (processes) on 1 host, transport shm")
                .contains("OK, every link carries it");
        assertThat(Files.readAllLines(json))
                .hasSize(1 + 6 + 1)
                .anyMatch(line -> line.startsWith("{\"from\":2,\"to\":1,") && line.contains("\"transport\":\"shm\""));
        assertThat(Files.readString(html)).contains("jccl perf pairwise --ranks 3", "OK, every link", "<svg", "Hosts");
    }

    @Test
    void shouldFailWhenNoLinkCarriesWhatIsExpected() {
        assertThat(jccl("perf pairwise --threads 3 --transport tcp --at-once --expect 900Tbit" + BRIEF))
                .isEqualTo(1);
        assertThat(printed.toString())
                .contains("3 pairs, disjoint ones at once")
                .contains("FAILED, 6 of 6 links carry less than", "slowest link from rank", "slowest rank");
    }

    @Test
    void shouldSayWhatLinksAreToBlameForASlowCollective() throws IOException {
        final Path html = folder.resolve("page.html");
        final Path json = folder.resolve("rows.jsonl");
        assertThat(jccl("perf all_reduce --threads 2 -b 64K -e 64K -n 5 -w 1 --expect 900Tbit --html " + html
                        + " --json " + json))
                .isEqualTo(1);
        assertThat(printed.toString())
                .contains("FAILED, all_reduce(float32, sum) brings")
                .contains("FAILED, 2 of 2 links carry less than");
        assertThat(Files.readString(html))
                .contains("Bus bandwidth", "line rate", "theirs\">expected 900000 Gbit/s", "Why: ");
        assertThat(Files.readAllLines(json)).last().asString().startsWith("{\"verdict\":\"failed\"");
    }

    private int jccl(final String command) {
        final PrintStream out = System.out;
        System.setOut(new PrintStream(printed, true));
        try {
            return Jccl.commandLine().execute(command.split(" "));
        } finally {
            System.setOut(out);
        }
    }
}
