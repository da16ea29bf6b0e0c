// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Over real child processes. */
@Timeout(120)
class LauncherTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void shouldTellEachRankWhoItIsAndMarkItsLines() throws Exception {
        assertThat(launch(3, false, "describe")).isZero();

        assertThat(out(0))
                .containsExactlyInAnyOrder(
                        "[0] rank 0 of 3, local 0, as torchrun 0 of 3, same folder true",
                        "[1] rank 1 of 3, local 1, as torchrun 1 of 3, same folder true",
                        "[2] rank 2 of 3, local 2, as torchrun 2 of 3, same folder true");
        assertThat(lines(err)).containsExactlyInAnyOrder("[0] no end", "[1] no end", "[2] no end");
    }

    @Test
    void shouldLeaveTheFirstRanksOutputAsItIsWhereAsked() throws Exception {
        assertThat(launch(2, true, "describe")).isZero();
        assertThat(out(0)).anyMatch(line -> line.startsWith("rank 0 of 2")).anyMatch(line -> line.startsWith("[1] "));
    }

    @Test
    void shouldEndWithTheStatusOfTheFirstThatFailedAndEndTheOthers() throws Exception {
        assertThat(launch(3, false, "fail", "1", "7")).isEqualTo(7);

        assertThat(lines(err))
                .contains("jccl: rank 1 ended with status 7; the other 2 ranks have 1 s to end")
                .contains("jccl: ending the ranks that are left: 2");
        assertThat(livingChildren()).isEmpty();
    }

    @Test
    void shouldLetTheOthersSayWhatTheySawBeforeTheyAreEnded() throws Exception {
        assertThat(launch(2, false, "notice", "0", "3")).isEqualTo(3);
        assertThat(out(0)).contains("[1] noticed");
    }

    @Test
    void shouldNameTheSignalThatEndedARank() throws Exception {
        assertThat(launch(2, false, "kill", "1")).isEqualTo(137);
        assertThat(lines(err)).anyMatch(line -> line.startsWith("jccl: rank 1 was ended by signal 9"));
        assertThat(livingChildren()).isEmpty();
    }

    @Test
    void shouldStartARankAgainThatJoinsThoseThatAreLeft() throws Exception {
        assertThat(launchAgain(3, 1, "elastic", "0")).as(err.toString()).isZero();

        assertThat(lines(err)).contains("jccl: rank 0 was ended by signal 9; starting it again, restart 1 of 1");
        assertThat(out(0))
                .containsExactlyInAnyOrder(
                        "[1] 0 of 3, was [0, 1, -1]", "[2] 1 of 3, was [0, 1, -1]", "[0] 2 of 3, was [0, 1, -1]");
    }

    @Test
    void shouldEndWellWhenARankComesBackTooLate() throws Exception {
        assertThat(launchAgain(2, 1, "leave", "1")).as(err.toString()).isZero();
        assertThat(lines(err)).contains("jccl: rank 1 was started again, but the others have ended meanwhile");
    }

    @Test
    void shouldFailWhenNoRestartIsLeft() throws Exception {
        assertThat(launchAgain(2, 2, "fail", "1", "7")).isEqualTo(7);
        assertThat(lines(err))
                .contains("jccl: rank 1 ended with status 7; starting it again, restart 2 of 2")
                .contains("jccl: rank 1 ended with status 7; the other rank has 1 s to end");
    }

    @Test
    void shouldReportAnExceptionThatEscapesMain() throws Exception {
        assertThat(launch(1, false, "throw")).isEqualTo(1);
        assertThat(lines(err)).anyMatch(line -> line.contains("IllegalStateException: as asked"));
    }

    @Test
    void shouldSayWhichClassHasNoMain() throws Exception {
        final LaunchPlan plan = new LaunchPlan(1, "", List.of("no.such.Thing"), false, Duration.ofSeconds(1), 0);
        assertThat(run(plan)).isEqualTo(2);
        assertThat(lines(err)).anyMatch(line -> line.contains("main(String[]) in class no.such.Thing"));
    }

    @Test
    void shouldRemoveTheFolderWhereRanksMet() throws Exception {
        assertThat(launch(1, false, "folder")).isZero();
        final Path folder = Path.of(out(0).get(0).substring("[0] file://".length()));
        assertThat(folder.getFileName().toString()).startsWith("jccl-");
        assertThat(folder).doesNotExist();
    }

    @Test
    void shouldEndRanksWhoseLauncherWasKilled(@TempDir final Path temporary) throws Exception {
        final Path pids = Files.createDirectory(temporary.resolve("pids"));
        final Process launcher = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path"),
                        SampleLauncher.class.getName(),
                        pids.toString())
                .inheritIO()
                .start();
        try {
            await(() -> count(pids) == 2);
        } finally {
            launcher.destroyForcibly().waitFor();
        }
        for (final Path pid : list(pids)) {
            final long number = Long.parseLong(pid.getFileName().toString());
            await(() -> ProcessHandle.of(number).isEmpty());
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(final Condition condition) throws Exception {
        while (!condition.holds()) {
            Thread.sleep(20);
        }
    }

    private static int count(final Path folder) throws Exception {
        return list(folder).size();
    }

    private static List<Path> list(final Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private int launch(final int ranks, final boolean plainFirst, final String... arguments) throws Exception {
        return run(new LaunchPlan(ranks, "", command(arguments), plainFirst, Duration.ofSeconds(1), 0));
    }

    private int launchAgain(final int ranks, final int restarts, final String... arguments) throws Exception {
        return run(new LaunchPlan(ranks, "", command(arguments), false, Duration.ofSeconds(1), restarts));
    }

    private static List<String> command(final String... arguments) {
        return Stream.concat(Stream.of(SampleRank.class.getName()), Stream.of(arguments))
                .toList();
    }

    private int run(final LaunchPlan plan) throws Exception {
        return new Launcher(plan, new PrintStream(out, true), new PrintStream(err, true)).run();
    }

    private static List<ProcessHandle> livingChildren() {
        return ProcessHandle.current().children().filter(ProcessHandle::isAlive).toList();
    }

    private List<String> out(final int skipped) {
        return lines(out).stream().skip(skipped).toList();
    }

    private static List<String> lines(final ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
