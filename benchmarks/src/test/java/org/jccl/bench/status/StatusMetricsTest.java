// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jccl.Communicator;
import org.jccl.ReduceOp;
import org.jccl.spi.Addresses;
import org.jccl.spi.Wiring;
import org.jccl.testing.FuzzSeeds;
import org.jccl.testing.Ranks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class StatusMetricsTest {
    private static final Pattern LISTENS = Pattern.compile("\"listens\":\"([^\", ]+)");
    /** As the format's specification has it: a comment, or a name, labels and a number. */
    private static final Pattern LINE = Pattern.compile("# (HELP|TYPE) [a-z_]+ .+"
            + "|[a-z_]+(\\{([a-z]+=\"([^\"\\\\\\n]|\\\\[\\\\\"n])*\",?)*\\})? (\\d+(\\.\\d+)?(E-?\\d+)?|NaN|\\+Inf)");

    private static final String ANSWER = """
            {"line":"communicator","version":1,"name":"wor\\"ld","number":"a1","askedRank":0,"size":3,"hosts":2,"problem":null}
            {"line":"rank","rank":0,"where":"a, process 1","answered":true,"done":9,"timed":4,"failure":null,"place":"-","last":null}
            {"line":"operation","rank":0,"call":"barrier #9","begun":true,"forMs":3200,"waitsFor":["rank 2 to send"]}
            {"line":"late","rank":0,"waitedForRank":2,"times":3,"waitedUs":70000,"longestUs":50000}
            {"line":"link","rank":0,"peer":1,"by":"shm","sentBytes":1500000,"receivedBytes":8,"sentPerSecond":2,"receivedPerSecond":0}
            {"line":"latency","rank":0,"collective":"all_reduce","upToBytes":4096,"by":"shm","tag":"","operations":100,\
            "totalP50Ns":1000,"totalP99Ns":2000,"totalP999Ns":3000,"totalMaxNs":4000,"skewP50Ns":1,"skewP99Ns":2,"skewP999Ns":3,\
            "skewMaxNs":4,"transferP50Ns":5,"transferP99Ns":6,"transferP999Ns":7,"transferMaxNs":8}
            {"line":"rank","rank":1,"where":"a, process 2","answered":true,"done":10,"timed":4,"failure":"TIMEOUT: late","place":"-","last":null}
            {"line":"rank","rank":2,"where":"b, process 3","answered":false}
            """;

    private static String text(final String answer) throws IOException {
        return StatusMetrics.text(Status.read(answer));
    }

    @Test
    void shouldWriteWhatAScraperReads() throws IOException {
        final String of = "{communicator=\"wor\\\"ld\",number=\"a1\",rank=\"";
        assertThat(text(ANSWER).lines())
                .allMatch(line -> LINE.matcher(line).matches())
                .contains(
                        "# TYPE jccl_operations_total counter",
                        "jccl_rank_answered" + of + "0\"} 1.0",
                        "jccl_rank_answered" + of + "2\"} 0.0",
                        "jccl_operations_total" + of + "1\"} 10.0",
                        "jccl_operations_active" + of + "0\"} 1.0",
                        "jccl_operations_active_max_seconds" + of + "0\"} 3.2",
                        "jccl_failed" + of + "0\"} 0.0",
                        "jccl_failed" + of + "1\"} 1.0",
                        "# TYPE jccl_waited_seconds_total counter",
                        "# TYPE jccl_sent_bytes_total counter",
                        "# TYPE jccl_operations_duration_seconds summary")
                .anyMatch(line -> line.startsWith("jccl_sent_bytes_total{")
                        && line.contains("peer=\"1\"")
                        && line.endsWith(" 1500000.0"))
                .anyMatch(line -> line.startsWith("jccl_operations_duration_seconds{")
                        && line.contains("part=\"total\"")
                        && line.contains("quantile=\"0.99\"")
                        && line.endsWith(" 2.0E-6"));
    }

    @Test
    void shouldTellCommunicatorsOfOneNameApart() throws IOException {
        assertThat(text(ANSWER + ANSWER.replace("\"a1\"", "\"b2\"")).lines())
                .filteredOn(line -> line.startsWith("jccl_failed{"))
                .hasSize(4);
    }

    @Test
    void shouldWriteNothingWithoutCommunicators() throws IOException {
        assertThat(text("")).isEmpty();
    }

    @Test
    void shouldWriteOrRefuseWhateverAJobSays() {
        final byte[] right = ANSWER.getBytes();
        FuzzSeeds.each(500, garbler -> {
            try {
                assertThat(text(new String(garbler.garble(right)))).isNotNull();
            } catch (final IOException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        });
    }

    @Test
    void shouldAskARunningJob() {
        final List<String> texts = Ranks.call(3, "local", communicator -> {
            for (int i = 0; i < 40; i++) {
                communicator.allReduce(new float[5], ReduceOp.SUM);
            }
            final StringWriter text = new StringWriter();
            if (communicator.rank() == 1) {
                assertThat(port(communicator).printStatus(new PrintWriter(text), StatusFormat.PROMETHEUS))
                        .isTrue();
            }
            communicator.barrier();
            return text.toString();
        });
        assertThat(texts.get(1).lines())
                .allMatch(line -> LINE.matcher(line).matches())
                .filteredOn(line -> line.startsWith("jccl_operations_total{"))
                .hasSize(3)
                .anyMatch(line -> line.contains("rank=\"1\"") && line.endsWith(" 40.0"));
    }

    private static JobPort port(final Communicator communicator) {
        final Matcher listens = LISTENS.matcher(communicator.flightRecord());
        assertThat(listens.find()).isTrue();
        return new JobPort(Addresses.parse(listens.group(1)), Wiring.PLAIN, "");
    }
}
