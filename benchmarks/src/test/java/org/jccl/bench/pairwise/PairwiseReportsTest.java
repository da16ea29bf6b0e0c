// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.pairwise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jccl.bench.machine.Machine;
import org.jccl.bench.measure.Expectation;
import org.jccl.bench.measure.LineRate;
import org.jccl.bench.page.HtmlPage;
import org.jccl.bench.report.FlatJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(10)
class PairwiseReportsTest {
    private static final Machine MACHINE = new Machine(2, "AMD", "17", "Linux", true, "native", 51.4);
    private static final Expectation GBIT = new Expectation(LineRate.parse("1Gbit"), 0.9);

    @TempDir
    private Path folder;

    @Test
    void shouldMarkWhatIsTooLittle() {
        assertThat(shown(4).replaceAll(" +", " "))
                .contains("# 0 1 2 3 median\n")
                .contains("\n 1 node1 0.100! - 0.100! 0.100! 0.100\n")
                .contains("\n 2 node2 0.950 0.950 - 0.950 0.950\n")
                .contains("\n# rank 1 (node1) is slow in sending");
    }

    @Test
    void shouldShadeWhenFiguresFitNoTerminal() {
        assertThat(shown(20).lines().filter(line -> !line.startsWith("#")).limit(3))
                .containsExactly(
                        "    0 node0   \\...................",
                        "    1 node1   1\\111111111111111111",
                        "    2 node2   ..\\.................");
    }

    private static String shown(final int ranks) {
        final ByteArrayOutputStream text = new ByteArrayOutputStream();
        new PairwiseTable(new PrintStream(text, true)).show(diagnosis(ranks));
        return text.toString(StandardCharsets.UTF_8);
    }

    private static Diagnosis diagnosis(final int ranks) {
        return new Diagnosis(Matrices.onHosts(ranks, (from, to) -> from == 1 ? 0.1 : 0.95), GBIT);
    }

    @Test
    void shouldWriteEveryLinkAndTheVerdictAsJson() throws IOException {
        final StringWriter written = new StringWriter();
        PairwiseJson.write(written, MACHINE, diagnosis(4));
        final List<String> lines = written.toString().lines().toList();
        assertThat(lines).hasSize(1 + 12 + 1);
        assertThat(lines.get(0)).startsWith("{\"machine\":");
        final FlatJson link = FlatJson.read(lines.get(4));
        assertThat(link.number("from")).isEqualTo(1);
        assertThat(link.text("toHost")).isEqualTo("node0");
        assertThat(link.real("gbitPerSecond")).isEqualTo(0.1);
        assertThat(link.texts("gbitPerSecondOfRounds")).containsExactly("0.05", "0.1");
        final FlatJson verdict = FlatJson.read(lines.get(13));
        assertThat(verdict.number("missing")).isEqualTo(3);
        assertThat(verdict.texts("findings")).anyMatch(finding -> finding.contains("is slow in sending"));
    }

    @Test
    void shouldDrawBothMatricesOnAPageThatNeedsNothingElse() throws IOException {
        final HtmlPage page = new HtmlPage("<ticket>");
        final PairwisePage part = new PairwisePage(page);
        part.add(diagnosis(4));
        part.addTable(diagnosis(4));
        page.write(folder.resolve("page.html"));
        final String html = Files.readString(folder.resolve("page.html"));
        assertThat(html)
                .contains(
                        "&lt;ticket&gt;", "class=\"theirs\">expected 1 Gbit/s", "<title>from rank 1 (node1) to rank 2")
                .doesNotContain("<ticket>", "NaN", "http-equiv", "<script");
        assertThat(html.split("<rect", -1)).hasSize(1 + 2 * 12);
        assertThat(html.split("class=\"bad\"", -1)).hasSize(1 + 3);
    }
}
