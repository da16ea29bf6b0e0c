// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jccl.Communicator;
import org.jccl.ReduceOp;
import org.jccl.bench.analyze.FlightRecords;
import org.jccl.spi.Addresses;
import org.jccl.spi.Wiring;
import org.jccl.testing.FuzzSeeds;
import org.jccl.testing.Ranks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class StatusTest {
    private static final Pattern LISTENS = Pattern.compile("\"listens\":\"([^\", ]+)");
    private static final String ANSWER = """
            {"line":"communicator","version":1,"name":"world","number":"a1","askedRank":0,"size":3,"hosts":2,\
            "problem":"barrier #9: rank 2 (b, process 3) does not answer"}
            {"line":"rank","rank":0,"where":"a, process 1","answered":true,"done":9,"timed":4,"failure":null,\
            "place":"thread 'main' is at A.b(A.java:1)","last":"barrier #8","lastAgoMs":70}
            {"line":"operation","rank":0,"call":"barrier #9","begun":true,"forMs":3200,"waitsFor":["rank 2 to send"]}
            {"line":"late","rank":0,"waitedForRank":2,"times":3,"waitedUs":70000,"longestUs":50000}
            {"line":"link","rank":0,"peer":1,"by":"shm","sentBytes":1500000,"receivedBytes":8,"sentPerSecond":20000,\
            "receivedPerSecond":0}
            {"line":"rank","rank":1,"where":"a, process 2","answered":true,"done":10,"timed":4,"failure":null,\
            "place":"thread 'main' is at A.c(A.java:2)","last":"barrier #9","lastAgoMs":61000}
            {"line":"link","rank":1,"peer":0,"by":"shm","sentBytes":8,"receivedBytes":1400000,"sentPerSecond":0,\
            "receivedPerSecond":20000}
            {"line":"rank","rank":2,"where":"b, process 3","answered":false}
            """;

    private final StringWriter text = new StringWriter();

    private String table(final String answer) throws IOException {
        for (final Status status : Status.read(answer)) {
            new StatusTable(new PrintWriter(text, true)).print(status);
        }
        return text.toString();
    }

    @Test
    void shouldPrintATableThatAPersonReads() throws IOException {
        assertThat(table(ANSWER).lines().map(line -> line.trim().replaceAll(" +", " ")))
                .containsSubsequence(
                        "communicator 'world' (a1): 3 ranks on 2 hosts; rank 0 was asked",
                        "! barrier #9: rank 2 (b, process 3) does not answer",
                        "0 a, process 1 9 3.2 s barrier #9",
                        "waits for rank 2 to send",
                        "1 a, process 2 10 1 min in no call; its thread 'main' is at A.c(A.java:2)",
                        "last: barrier #9",
                        "2 b, process 3 ? DOES NOT ANSWER: its process is stopped, busy or gone",
                        "2 3 times 70 ms 50 ms ranks 0",
                        "0 -> 1 shm 1.5 MB 20 KB/s 1.4 MB",
                        "1 -> 0 shm 8 B - 8 B");
        assertThat(Status.read(ANSWER).get(0).isWell()).isFalse();
    }

    @Test
    void shouldNotLetAJobSteerTheTerminal() throws IOException {
        final String evil = ANSWER.replace("a, process 1", "a\\u001b[2Jb");
        assertThat(table(evil)).contains("a [2Jb").doesNotContain("\u001b");
    }

    @Test
    void shouldSayThatItCannotReadAnotherVersion() {
        assertThatThrownBy(() -> table(ANSWER.replace("\"version\":1", "\"version\":7")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("answers in version 7, and this reads 1; ask with the jccl of the job's version");
    }

    @Test
    void shouldPrintOrRefuseWhateverAJobSays() {
        final byte[] right = ANSWER.getBytes();
        FuzzSeeds.each(500, garbler -> {
            try {
                table(new String(garbler.garble(right)));
            } catch (final IOException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        });
    }

    @Test
    void shouldWriteNoFileElsewhere(@TempDir final Path folder) {
        for (final String name : List.of("../../etc/passwd", "jccl-/../x.jsonl", ".jsonl", "jccl-x.sh")) {
            assertThatThrownBy(() -> new RecordFolder(folder.resolve("records"))
                            .write("{\"line\":\"record\",\"rank\":0,\"file\":\"" + name + "\",\"lines\":1}\nx\n"))
                    .as(name)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("none of a record");
        }
    }

    private static JobPort port(final Communicator communicator) {
        final Matcher listens = LISTENS.matcher(communicator.flightRecord());
        assertThat(listens.find()).isTrue();
        return new JobPort(Addresses.parse(listens.group(1)), Wiring.PLAIN, "");
    }

    @Test
    void shouldAskAJobAndKeepWhatItRemembers(@TempDir final Path folder) {
        Ranks.spawn(3, "local", communicator -> {
            for (int i = 0; i < 40; i++) {
                communicator.allReduce(new float[5], ReduceOp.SUM);
            }
            if (communicator.rank() == 1) {
                final PrintWriter out = new PrintWriter(text, true);
                assertThat(port(communicator).printStatus(out, StatusFormat.TABLE))
                        .isTrue();
                assertThat(port(communicator).printStatus(out, StatusFormat.JSON))
                        .isTrue();
                assertThat(port(communicator).writeRecords(out, folder)).isTrue();
            }
            communicator.barrier();
        });
        assertThat(text.toString())
                .contains(
                        "communicator 'world'", "rank 1 was asked", "{\"line\":\"communicator\"", "3 records are in ");
        requireReadable(folder);
    }

    private static void requireReadable(final Path folder) {
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(3);
            final StringWriter analysis = new StringWriter();
            FlightRecords.read(folder).print(new PrintWriter(analysis, true), 4);
            assertThat(analysis.toString()).contains("3 of 3 ranks have a record");
        } catch (final IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }
}
