// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@Timeout(30)
class JcclTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine jccl =
            Jccl.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));

    @Test
    void shouldGiveExamplesInTheHelpOfEveryCommand() {
        jccl.getSubcommands()
                .forEach((name, command) -> assertThat(command.getUsageMessage())
                        .as(name)
                        .contains("Example")
                        .contains("jccl " + name));
        assertThat(jccl.getUsageMessage()).contains("Examples:").contains("jccl perf all_reduce");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "perf | Missing required parameter: 'COLLECTIVE'",
                "perf all_reduced | no collective 'all_reduced'",
                "perf all_reduce -b 1x | '1x' is no size",
                "perf all_reduce -b 64 -e 8 | -b must be at most -e",
                "perf all_reduce -f 1 | sizes must grow",
                "perf all_reduce -d float31 | no data type 'float31'",
                "perf all_reduce -o xor | no reduction 'xor'",
                "perf all_reduce -o bxor -d float32 | reduction bxor does not fit type float32",
                "perf all --algo ring | write all_reduce:ring",
                "perf all_reduce --ranks 2 --threads 2 | mutually exclusive",
                "perf all_reduce --ranks 0 | of 0 ranks",
                "perf all_reduce --root 4 --ranks 4 | root 4",
                "perf all_reduce --expect 25 | '25' is no line rate; write 25Gbit",
                "perf all_reduce --expect 1Gbit --at-least many | 'many' is no percentage",
                "perf all_reduce --expect 1Gbit --at-least 120% | --at-least is above 0 and at most 100 %",
                "perf all_reduce --expect 1Gbit --overlap | --overlap goes neither",
                "perf pairwise --expect 25 | '25' is no line rate; write 25Gbit",
                "perf pairwise --ranks 1 | a pair takes two ranks",
                "perf pairwise --rounds 0 | 0 rounds",
                "perf pairwise --size 8 | --size is at least 65536",
                "launch --ranks 2 | Missing required parameter",
                "launch --ranks 0 -- some.Class | 0 ranks",
                "launch --hostfile /no/hosts -- some.Class | no hostfile /no/hosts",
                "launch --env A=1 -- some.Class | --env goes with --hostfile",
                "schedule all_reduce --algo rang | no algorithm 'rang' for all_reduce; there are: one_shot",
                "schedule all_reduced | no collective 'all_reduced'",
                "schedule all_reduce --algo ring --hosts 2 | write --hosts 2x4",
                "schedule broadcast --algo chain --ranks 4 --root 4 | root 4 of 4 ranks",
                "status | Missing required parameter: 'HOST:PORT'",
                "status node1 | 'node1' is no host and port",
                "status node1:7000 --watch -2 | --watch -2 is no number of seconds",
                "nonsense | Unmatched argument",
            })
    void shouldRefuseWrongUseInOneSentenceAndSayWhereToReadOn(final String arguments, final String sentence) {
        assertThat(jccl.execute(arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString())
                .contains(sentence)
                .contains("--help' says more")
                .hasLineCount(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"version", "--version", "perf --version"})
    void shouldSayItsVersion(final String arguments) {
        assertThat(jccl.execute(arguments.split(" "))).isZero();
        assertThat(out.toString()).contains("jccl ").contains("java ").contains("kernels ");
    }

    @Test
    void shouldDrawAScheduleAsTextOrAsAPicture(@TempDir final Path folder) throws IOException {
        assertThat(jccl.execute("schedule", "all_reduce", "--algo", "ring", "--ranks", "3"))
                .isZero();
        assertThat(out.toString()).contains("all_reduce, ring, 3 ranks").contains("0 -> 1");

        final Path picture = folder.resolve("ring.svg");
        assertThat(jccl.execute(
                        "schedule", "all_reduce", "--algo", "two_level", "--hosts", "2x2", "--svg", picture + ""))
                .isZero();
        assertThat(Files.readString(picture)).startsWith("<svg").contains("</svg>");
    }

    @Test
    void shouldListTheAlgorithmsOfACollective() {
        assertThat(jccl.execute("schedule", "barrier", "--ranks", "9")).isZero();
        assertThat(out.toString())
                .contains("for 9 ranks")
                .contains("dissemination")
                .doesNotContain("ring");
    }

    @Test
    void shouldDescribeThisMachine() {
        assertThat(jccl.execute("doctor")).isZero();
        assertThat(out.toString())
                .contains("JDK")
                .contains("kernels")
                .contains("transport      local")
                .contains("cores")
                .contains("interface");
    }
}
