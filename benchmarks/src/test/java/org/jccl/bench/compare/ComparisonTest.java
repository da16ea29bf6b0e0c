// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jccl.bench.machine.Machine;
import org.jccl.bench.measure.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ComparisonTest {
    private static final Machine MACHINE = new Machine(2, "a CPU", "17", "Linux", true, "native", 50);
    private static final Ground GROUND = new Ground(2, List.of(), "shm", "direct", 1 << 20);
    private static final PrintStream NOBODY = new PrintStream(new ByteArrayOutputStream(), true);

    @TempDir
    private Path folder;

    /** Takes a microsecond for each byte times a factor for each time it was asked, and notes who was asked when. */
    private static final class Steady implements Contender {
        private final String name;
        private final double factor;
        private final List<String> log;
        private int asked;

        Steady(final String name, final double factor, final List<String> log) {
            this.name = name;
            this.factor = factor;
            this.log = log;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public boolean isLive() {
            return true;
        }

        @Override
        public Optional<Figures> measure(final Task task) {
            log.add(name + (task.first() ? "!" : ""));
            asked += task.first() ? 0 : 1;
            final double us = task.bytes() * factor * asked;
            return task.bytes() > 512
                    ? Optional.empty()
                    : Optional.of(new Figures(task.bytes(), us, us, 2 * us, us, us));
        }

        @Override
        public void close() {}
    }

    private static List<Duel> duels(final List<String> log, final Operation operation, final List<Long> sizes) {
        return new Comparison(new Steady("a", 3, log), new Steady("b", 6, log), 3, 1)
                .run(operation, sizes, duel -> log.add("row"));
    }

    @Test
    void shouldAskInTurnAndCompareRoundByRound() {
        final List<String> log = new ArrayList<>();
        final List<Duel> duels = duels(log, Operation.ALL_REDUCE, List.of(8L, 1024L));
        assertThat(log).containsExactly("a!", "b!", "a", "b", "b", "a", "a", "b", "row", "a!", "b!");
        assertThat(duels).hasSize(1);
        final Duel duel = duels.get(0);
        assertThat(duel.ours()).extracting(Figures::p50Us).containsExactly(24.0, 48.0, 72.0);
        assertThat(duel.ratio()).isEqualTo(0.5, within(1e-12));
        assertThat(duel.lowestRatio()).isEqualTo(0.5, within(1e-12));
        assertThat(duel.tailRatio()).isEqualTo(0.5, within(1e-12));
        assertThat(duel.busbwGBs(duel.ours(), 2)).isEqualTo(8 / 48e3, within(1e-12));
    }

    @Test
    void shouldTakeMediansAndAveragesWhereThereIsNoMedian() {
        final List<Figures> ours = List.of(fig(1, 10), fig(1, 40), fig(1, 20), fig(1, 30));
        assertThat(Duel.median(ours, Figures::p50Us)).isEqualTo(25, within(0.0));
        final Duel mixed = new Duel(Operation.ALL_REDUCE, 8, List.of(fig(4, 100)), List.of(Figures.average(8, 2)));
        assertThat(mixed.ratio()).isEqualTo(2, within(1e-12));
        assertThat(mixed.tailRatio()).isNaN();
    }

    private static Figures fig(final double average, final double p50) {
        return new Figures(8, average, p50, p50, p50, p50);
    }

    @Test
    void shouldShowATablePageAndJson() throws IOException {
        final List<Duel> duels = duels(new ArrayList<>(), Operation.ALL_REDUCE, List.of(8L, 512L));
        final ByteArrayOutputStream text = new ByteArrayOutputStream();
        final ComparisonTable table = new ComparisonTable(new PrintStream(text, true), GROUND, "a", "<b>", 3);
        duels.forEach(table::row);
        assertThat(text.toString(StandardCharsets.UTF_8).lines().filter(line -> !line.startsWith("#")))
                .hasSize(2)
                .first()
                .asString()
                .containsSubsequence("8", "48.00", "48.00", "96.00", "96.00", "192.0", "0.50", "0.50", "0.50", "0.50");

        final ComparisonPage page = new ComparisonPage(GROUND, MACHINE, "a", "<b>");
        page.add(duels);
        page.write(folder.resolve("page.html"));
        assertThat(Files.readString(folder.resolve("page.html")))
                .contains("&lt;b&gt;", "<svg", "a, 512: 7680", "<td>0.50")
                .doesNotContain("<b>", "NaN", "Infinity");

        try (ComparisonJson json = new ComparisonJson(folder.resolve("out.jsonl"), GROUND, MACHINE, "a", "<b>")) {
            json.row(duels.get(0));
        }
        assertThat(Files.readAllLines(folder.resolve("out.jsonl")))
                .hasSize(7)
                .last()
                .asString()
                .contains("\"contender\":\"<b>\"", "\"round\":2", "\"p50Us\":144.0");
    }

    @Test
    void shouldTalkToAProgramAndPassOnWhatElseItSays() {
        final ByteArrayOutputStream rest = new ByteArrayOutputStream();
        final String script = "echo hello; while read name bytes when ms; do echo \"= $bytes 1 2 3 4 5\"; done";
        try (LiveContender contender =
                LiveContender.start("echo", List.of("sh", "-c", script), Map.of(), new PrintStream(rest, true))) {
            assertThat(contender.measure(new Task(Operation.BROADCAST, 77, true, 5)))
                    .contains(new Figures(77, 1, 2, 3, 4, 5));
        }
        assertThat(rest.toString(StandardCharsets.UTF_8)).isEqualTo("echo: hello\n");
    }

    @Test
    void shouldSayWhenAProgramEnds() {
        try (LiveContender contender = LiveContender.start("brief", List.of("sh", "-c", "exit 3"), Map.of(), NOBODY)) {
            assertThatThrownBy(() -> contender.measure(new Task(Operation.BROADCAST, 77, true, 5)))
                    .isInstanceOf(ContenderException.class)
                    .hasMessageContaining("brief ended before it had measured everything");
        }
    }

    @Test
    void shouldMeasureItsOwnRanks() throws IOException {
        try (Contender jccl = Contenders.jccl(GROUND, System.err)) {
            for (final Operation operation : List.of(Operation.ALL_REDUCE, Operation.BARRIER, Operation.BROADCAST)) {
                final long bytes = operation.movesData() ? 4096 : 0;
                final Figures figures =
                        jccl.measure(new Task(operation, bytes, false, 5)).orElseThrow();
                assertThat(figures.bytes()).isEqualTo(bytes);
                assertThat(figures.p50Us()).isPositive().isLessThanOrEqualTo(figures.maxUs());
            }
        }
    }

    @Test
    void shouldReadItsOwnLines() {
        final Task task = new Task(Operation.ALL_TO_ALL, 1L << 33, true, 250);
        assertThat(Task.parse(task.toLine())).isEqualTo(task);
        final Figures figures = new Figures(8, 1.5, 0.25, 2, 3, 4);
        assertThat(Figures.parse(figures.toLine())).isEqualTo(figures);
        assertThatThrownBy(() -> Task.parse("all_reduce 8")).hasMessageContaining("is not: COLLECTIVE BYTES");
    }
}
