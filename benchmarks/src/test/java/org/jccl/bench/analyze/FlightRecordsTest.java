// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.analyze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jccl.Communicator;
import org.jccl.ReduceOp;
import org.jccl.buffer.BufferView;
import org.jccl.error.CollectiveException;
import org.jccl.testing.Ranks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class FlightRecordsTest {
    @TempDir
    private Path folder;

    /** What is printed; {@code well} is null where it depends on who was quicker. */
    private String printed(final Boolean well) throws IOException {
        final StringWriter text = new StringWriter();
        final boolean found = FlightRecords.read(folder).print(new PrintWriter(text, true), 4);
        assertThat(found).isEqualTo(well == null ? found : well);
        return text.toString();
    }

    @Test
    void shouldReadWhatCommunicatorsRemember() throws IOException {
        Ranks.spawn(2, "local", communicator -> {
            for (int i = 0; i < 300; i++) {
                communicator.allReduce(new float[3], ReduceOp.SUM);
            }
            Files.writeString(folder.resolve("rank" + communicator.rank() + ".jsonl"), communicator.flightRecord());
        });
        assertThat(printed(null))
                .contains("communicator 'world'", "2 of 2 ranks have a record\n", "  rank 1 (")
                .contains("has not failed; its thread 'rank-1' is at FlightRecordsTest.")
                .contains("      299  all_reduce(float32 x 3, sum");
    }

    @Test
    void shouldTellFromRecordsWhichRankSendsSlowlyAndWhoIsWaitedFor() throws IOException {
        Ranks.spawn(
                4, "local", builder -> builder.set("faults", "slow=rank2@20M").set("slab", "8M"), communicator -> {
                    final BufferView mine = BufferView.of(new float[1 << 18]);
                    final BufferView all = BufferView.of(new float[1 << 20]);
                    for (int i = 0; i < 4; i++) {
                        communicator.allGather(mine, all);
                    }
                    Files.writeString(
                            folder.resolve("rank" + communicator.rank() + ".jsonl"), communicator.flightRecord());
                });
        assertThat(printed(false)).contains("  the link from rank 2 to rank ").doesNotContain("link from rank 1 ");
        try (var files = Files.list(folder)) {
            assertThat(Files.readString(files.sorted().toList().get(3))).contains("\"lateRank\":", "\"waitedUs\":");
        }
    }

    @Test
    void shouldReadRecordsOfBeforeLinksWereRemembered() throws IOException {
        Files.writeString(folder.resolve("old.jsonl"), """
                {"record":"jccl flight record","version":1,"communicator":"world","number":"a","rank":0,"size":1,\
                "where":"h","atUs":9,"failure":null,"place":"thread 'main' has ended"}
                {"lane":0,"sequence":0,"call":"barrier","bytes":0,"enteredUs":1,"doneUs":2}
                """);
        assertThat(printed(true)).contains("        0  barrier", "nothing is wrong with these");
    }

    @Test
    void shouldTellFromTheRecordsOfAFailureWhoNeverCame() throws IOException {
        failing(communicator -> {
            communicator.barrier();
            if (communicator.rank() == 2) {
                Thread.sleep(2_000);
            }
            communicator.allReduce(new float[5_000], ReduceOp.MAX);
        });
        assertThat(printed(false))
                .contains("): TIMEOUT: all_reduce(float32 x 5000, max")
                .contains("not ended")
                .containsPattern(
                        "findings\n  all_reduce\\(float32 x 5000, max[^\n]*#1 did not end: rank 2 \\([^\n]*\\) "
                                + "never entered it; its thread 'rank-2' is at ")
                .contains("  rank 0 waits for rank 2 to send, in all_reduce(float32 x 5000, max");
    }

    @Test
    void shouldTellFromTheRecordsOfAFailureWhoDisagreed() throws IOException {
        failing(communicator -> {
            communicator.barrier();
            if (communicator.rank() == 1) {
                communicator.barrier();
            } else {
                communicator.allReduce(new float[7], ReduceOp.MIN);
            }
        });
        assertThat(printed(false))
                .containsPattern(
                        "at #1 the ranks disagree: ranks 0, 2: all_reduce\\(float32 x 7, min[^\n]*; rank 1: barrier");
    }

    @Test
    void shouldNameTheRanksWithoutARecord() throws IOException {
        failing(communicator -> communicator.abort("enough"));
        try (var files = Files.list(folder)) {
            final List<Path> all =
                    files.filter(file -> file.toString().contains("rank1")).toList();
            Files.delete(all.get(0));
        }
        assertThat(printed(false)).contains("2 of 3 ranks have a record; there is none of rank 1");
    }

    private void failing(final Ranks.Body body) {
        Ranks.spawn(
                3,
                "local",
                builder -> builder.set("record", folder.toString()).timeout(Duration.ofMillis(500)),
                communicator -> assertThatThrownBy(() -> {
                            body.run(communicator);
                            callUntilItFails(communicator);
                        })
                        .isInstanceOf(CollectiveException.class));
    }

    private static void callUntilItFails(final Communicator communicator) {
        while (true) {
            communicator.barrier();
        }
    }

    @Test
    void shouldSayWhatIsNoRecord() throws IOException {
        assertThatThrownBy(() -> FlightRecords.read(folder.resolve("nowhere")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no folder");
        assertThatThrownBy(() -> FlightRecords.read(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("JCCL_RECORD=");
        final Path file = folder.resolve("other.jsonl");
        for (final String content : List.of("", "{}", "[1", "{\"record\":\"jccl flight record\",\"version\":99}")) {
            Files.writeString(file, content);
            assertThatThrownBy(() -> FlightRecords.read(folder))
                    .as(content)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("other.jsonl");
        }
    }
}
