// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import org.jccl.bench.gpu.Bar.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verdicts over results that were made up. */
final class BarsTest {
    private static final long MIB = 1 << 20;

    @TempDir
    Path folder;

    @Test
    void shouldMeasureNothingWhereNoStepWasBegun() throws IOException {
        step("doctor", "0");
        final List<Bar> bars = bars(false);
        assertThat(bars).hasSize(13).allMatch(bar -> bar.verdict() == Verdict.NOT_MEASURED);
        assertThat(Bar.exitStatus(bars)).isEqualTo(3);
    }

    @Test
    void shouldHoldStagedSumsToTheSlowestOfCopiesAndSum() throws IOException {
        // 2 x 256 MiB by 50 GB/s take 10,737 us; half of 256 MiB by 10 GB/s takes 13,422 us
        step("limits", "0", limit("d2h", 50), limit("h2d", 60), limit("host_sum", 10));
        step("bandwidth-2-off", "0", sum(256 * MIB, false, 15_700, 0), sum(256 * MIB, true, 9_000, 0));
        assertThat(bar("staged, 256 MiB, 2 ranks: at least 85 %", false).verdict())
                .isEqualTo(Verdict.MET);
        step("bandwidth-2-off", "0", sum(256 * MIB, false, 15_900, 0));
        final Bar missed = bar("staged, 256 MiB, 2 ranks: at least 85 %", false);
        assertThat(missed.verdict()).isEqualTo(Verdict.MISSED);
        assertThat(missed.figure()).isEqualTo("256 MiB: 15900 us, by host_sum 13422 us: 84.4 %");
    }

    @Test
    void shouldTellWhyGlooWasNotMeasured() throws IOException {
        step("bandwidth-2-on", "0", sum(MIB, false, 10, 0));
        step("gloo", "skipped there is no python3");
        assertThat(bar("direct, 1 MiB, 2 ranks: at least 20 x", false))
                .isEqualTo(Bar.notMeasured(
                        "direct, 1 MiB, 2 ranks: at least 20 x as fast as Gloo", "there is no python3"));
    }

    @Test
    void shouldCompareWithGloo() throws IOException {
        step("bandwidth-2-on", "0", sum(MIB, false, 10, 0));
        step("gloo", "0", "{\"collective\":\"all_reduce\",\"sizeBytes\":1048576,\"p50Us\":201.5}");
        assertThat(bar("direct, 1 MiB, 2 ranks: at least 20 x", false).verdict())
                .isEqualTo(Verdict.MET);
        assertThat(bar("direct, 16 MiB, 2 ranks: at least 20 x", false).figure())
                .isEqualTo("gloo has no such figure");
    }

    @Test
    void shouldHoldTheSlowestSmallSizeToTheSteps() throws IOException {
        final StringBuilder rows = new StringBuilder();
        for (long bytes = 8; bytes <= 64 << 10; bytes *= 2) {
            rows.append(sum(bytes, false, bytes == 1024 ? 33 : 20, 0)).append('\n');
        }
        step("latency-2-on", "0", rows.toString());
        step("steps-2", "0", limit("meeting", 1), limit("meeting_and_kernels", 20));
        final Bar missed = bar("direct, 8 B to 64 KiB, 2 ranks", false);
        assertThat(missed.verdict()).isEqualTo(Verdict.MISSED);
        assertThat(missed.figure()).isEqualTo("1 KiB: 33.00 us, steps 21.00 us: 1.57 x");
        assertThat(bar("direct, 8 B to 64 KiB, 2 ranks", true).verdict()).isEqualTo(Verdict.REHEARSED);
    }

    @Test
    void shouldMissWhatIsWrongAlsoInARehearsal() throws IOException {
        step("exact-types-2-on", "1", sum(8, false, 10, 1));
        final List<Bar> bars = bars(true);
        assertThat(bars.get(0).verdict()).isEqualTo(Verdict.MISSED);
        assertThat(Bar.exitStatus(bars)).isEqualTo(1);
    }

    @Test
    void shouldNotTakeStepsThatWereCutForRight() throws IOException {
        step("exact-types-2-on", "0", sum(8, false, 10, 0));
        step("exact-huge-2-on", "124", sum(8, false, 10, 0), "{\"collective\":\"all_red");
        final Bar cut = bars(false).get(0);
        assertThat(cut.verdict()).isEqualTo(Verdict.NOT_MEASURED);
        assertThat(cut.figure()).contains("0 elements wrong in 2 rows", "exact-huge-2-on took too long");
    }

    @Test
    void shouldSeeLeaksAndDrift() throws IOException {
        stream(0, 1.0);
        assertThat(bar("direct, 10,000 operations", false).verdict()).isEqualTo(Verdict.MET);
        stream(0, 1.2);
        assertThat(bar("direct, 10,000 operations", false).verdict()).isEqualTo(Verdict.MISSED);
        stream(4 * MIB, 1.0);
        assertThat(bar("direct, 10,000 operations", true).verdict()).isEqualTo(Verdict.MISSED);
    }

    private void stream(final long lost, final double drift) throws IOException {
        step(
                "stream-2-on",
                "0",
                limit("operations", 10_000),
                limit("wrong", 0),
                limit("device_bytes_lost", lost),
                limit("host_bytes_gained", 0),
                limit("early_batches", 100),
                limit("late_batches", 100 * drift));
    }

    private void step(final String name, final String end, final String... lines) throws IOException {
        Files.writeString(
                folder.resolve("steps.txt"),
                name + " " + end + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        Files.writeString(folder.resolve(name + ".jsonl"), "{\"machine\":{}}\n" + String.join("\n", lines));
    }

    private static String limit(final String name, final double value) {
        return String.format(Locale.ROOT, "{\"quantity\":\"%s\",\"value\":%s,\"unit\":\"\"}", name, value);
    }

    private static String sum(final long bytes, final boolean inPlace, final double p50Us, final int wrong) {
        return String.format(
                Locale.ROOT,
                "{\"collective\":\"all_reduce\",\"sizeBytes\":%d,\"inPlace\":%b,\"p50Us\":%s,\"wrong\":%d}",
                bytes,
                inPlace,
                p50Us,
                wrong);
    }

    private List<Bar> bars(final boolean rehearsal) throws IOException {
        return new Bars(StepResults.read(folder), rehearsal).all();
    }

    private Bar bar(final String beginning, final boolean rehearsal) throws IOException {
        return bars(rehearsal).stream()
                .filter(bar -> bar.name().startsWith(beginning))
                .findFirst()
                .orElseThrow();
    }
}
