// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Over a real sshd and real processes. */
@Timeout(120)
class SeveralHostsTest {
    @TempDir
    private static Path keys;

    private static LoopbackSshd sshd;

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeAll
    static void startSshd() throws Exception {
        sshd = LoopbackSshd.start(keys);
    }

    @AfterAll
    static void stopSshd() throws Exception {
        if (sshd != null) {
            sshd.close();
        }
    }

    @Test
    void shouldFillTheHostsWithRanksThatFindEachOther() throws Exception {
        assertThat(launch(List.of("127.0.0.2 slots=2 # two", "nodeb:1", "localhost"), "sum"))
                .as(err.toString())
                .isZero();
        assertThat(lines(out))
                .containsExactlyInAnyOrder(
                        "[0@127.0.0.2] 0 of 4, local 0, sum 6, it's \"$HOME\", secret true",
                        "[1@127.0.0.2] 1 of 4, local 1, sum 6, it's \"$HOME\", secret true",
                        "[2@nodeb] 2 of 4, local 0, sum 6, it's \"$HOME\", secret true",
                        "[3@localhost] 3 of 4, local 0, sum 6, it's \"$HOME\", secret true");
    }

    @Test
    void shouldMeetAtANameThatOnlySshKnows() throws Exception {
        assertThat(launch(List.of("nodeb", "127.0.0.2"), "sum"))
                .as(err.toString())
                .isZero();
    }

    @Test
    void shouldEndWithTheStatusOfTheFirstThatFailedAndSayWhoItWas() throws Exception {
        assertThat(launch(List.of("localhost", "127.0.0.2", "nodeb"), "fail", "2", "7"))
                .isEqualTo(7);
        assertThat(lines(err))
                .contains("jccl: rank 2 on nodeb ended with status 7; the other 2 ranks have 1 s to end")
                .contains("jccl: the first to fail: rank 2 on nodeb ended with status 7; it had printed nothing");
    }

    @Test
    void shouldShowWhatTheFirstThatFailedPrintedLast() throws Exception {
        assertThat(launch(List.of("127.0.0.2", "nodeb"), "throw")).isEqualTo(1);
        assertThat(err.toString()).contains("it printed last:").contains("IllegalStateException: as asked");
    }

    @Test
    void shouldLeaveNoRankWhenTheLauncherIsKilled() throws Exception {
        final Process launcher = startLauncher();
        try {
            await(() -> count(pids()) == 2);
        } finally {
            launcher.destroyForcibly().waitFor();
        }
        awaitEndOfRanks();
    }

    @Test
    void shouldLeaveNoRankWhenAConnectionDies() throws Exception {
        final Process launcher = startLauncher();
        await(() -> count(pids()) == 2);
        launcher.children().filter(child -> isSshTo(child, "nodeb")).forEach(ProcessHandle::destroyForcibly);
        assertThat(launcher.waitFor()).isEqualTo(RankEnd.LOST);
        assertThat(Files.readString(folder.resolve("launcher.log")))
                .contains("jccl: the first to fail: rank 1 on nodeb was lost: ");
        awaitEndOfRanks();
    }

    @Test
    void shouldLeaveNoRankWhenNothingComesFromTheLauncher() throws Exception {
        Files.createDirectory(pids());
        final List<String> command = JavaCommand.of(List.of(), "", List.of(HostMain.class.getName(), "3000"));
        final Process host = new ProcessBuilder(command)
                .redirectOutput(folder.resolve("host.log").toFile())
                .start();
        final RankProgram program =
                new RankProgram(List.of(), "", List.of(SampleRank.class.getName(), "pid", pids().toString()));
        new HostWire.Start(0, program, Map.of()).write(new DataOutputStream(host.getOutputStream()));
        await(() -> count(pids()) == 1);

        assertThat(host.waitFor()).isEqualTo(RankEnd.LOST);
        awaitEndOfRanks();
    }

    @Test
    void shouldNameEveryHostThatCannotBeReachedAndSayWhatHelps() throws Exception {
        assertThat(launch(List.of("127.0.0.2", "127.0.0.4", "no-such-host.invalid"), "sum"))
                .isEqualTo(1);
        assertThat(lines(err))
                .hasSize(2)
                .anyMatch(line ->
                        line.startsWith("jccl: 127.0.0.4: ssh cannot log in (") && line.contains("does sshd run there"))
                .anyMatch(line -> line.startsWith("jccl: no-such-host.invalid: ssh cannot log in (")
                        && line.contains("spelt right"));
        assertThat(lines(out)).isEmpty();
    }

    @Test
    void shouldRefuseToAskForAPassword() throws Exception {
        assertThat(launch(
                        shell(sshd.ssh() + " -o PubkeyAuthentication=no", null, null, null),
                        List.of("127.0.0.2"),
                        "sum"))
                .isEqualTo(1);
        assertThat(err.toString())
                .contains("127.0.0.2: ssh cannot log in (")
                .contains("log in with a key, ssh-copy-id");
    }

    @Test
    void shouldSayWhatIsMissingOnTheOtherHost() throws Exception {
        refuses(shell(sshd.ssh(), "/no/java", null, null), "127.0.0.2: there is no Java at /no/java", "--remote-java");
        refuses(shell(sshd.ssh(), null, "/no/it's", null), "127.0.0.2: there is no folder /no/it's", "--remote-dir");
        refuses(shell(sshd.ssh(), null, null, "/no/jar"), "127.0.0.2: JCCL is not at /no/jar", "--remote-class-path");
        refuses(shell("no-such-ssh", null, null, null), "cannot start 'no-such-ssh'", "--ssh");
    }

    @Test
    void shouldRefuseAHostWithAnotherRelease() throws Exception {
        final Path java =
                Files.writeString(folder.resolve("java"), "#!/bin/sh\necho hello\necho jccl-host 1 12345 0.0.9\ncat\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        refuses(shell(sshd.ssh(), java.toString(), null, null), "127.0.0.2: JCCL is 0.0.9 there, but", "use the same");
    }

    @Test
    void shouldRefuseRestartsWithoutAFolderThatAllHostsShare() {
        final LaunchPlan plan = new LaunchPlan(1, "", List.of("Any"), false, Duration.ofSeconds(1), 1);
        assertThatThrownBy(() -> launcher(plan, shell(sshd.ssh(), null, null, null), List.of("127.0.0.2"), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("JCCL_MEMBERS=/shared/folder");
    }

    @Test
    void shouldStartARankAgainThatJoinsThoseThatAreLeft() throws Exception {
        final LaunchPlan plan = new LaunchPlan(
                3, "", List.of(SampleRank.class.getName(), "elastic", "1"), false, Duration.ofSeconds(1), 1);
        final Map<String, String> members =
                Map.of("JCCL_MEMBERS", folder.resolve("members").toString());
        final List<String> hosts = List.of("127.0.0.2", "nodeb:2");
        assertThat(launcher(plan, shell(sshd.ssh(), null, null, null), hosts, members)
                        .run())
                .as(err.toString())
                .isZero();
        assertThat(lines(err))
                .contains("jccl: rank 1 on nodeb was ended by signal 9; starting it again, restart 1 of 1");
        assertThat(lines(out)).contains("[1@nodeb] 2 of 3, was [0, 1, -1]");
    }

    private void refuses(final RemoteShell shell, final String what, final String advice) throws Exception {
        err.reset();
        assertThat(launch(shell, List.of("127.0.0.2"), "sum")).isEqualTo(1);
        assertThat(lines(err))
                .singleElement()
                .asString()
                .startsWith("jccl: " + what)
                .contains(advice);
    }

    private Process startLauncher() throws Exception {
        Files.createDirectory(pids());
        final Path hosts = Files.write(folder.resolve("hosts"), List.of("127.0.0.2", "nodeb"));
        final List<String> main =
                List.of(SampleLauncher.class.getName(), pids().toString(), hosts.toString(), sshd.ssh());
        return new ProcessBuilder(JavaCommand.of(List.of(), "", main))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("launcher.log").toFile())
                .start();
    }

    private static boolean isSshTo(final ProcessHandle process, final String host) {
        return Stream.of(process.info().arguments().orElse(new String[0])).anyMatch(host::equals);
    }

    private Path pids() {
        return folder.resolve("pids");
    }

    private void awaitEndOfRanks() throws Exception {
        try (Stream<Path> files = Files.list(pids())) {
            for (final Path pid : files.toList()) {
                final long number = Long.parseLong(pid.getFileName().toString());
                await(() -> ProcessHandle.of(number).isEmpty());
            }
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

    private static long count(final Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }

    private static RemoteShell shell(final String ssh, final String java, final String folder, final String classPath) {
        return RemoteShell.of(ssh, java, folder, classPath);
    }

    private int launch(final List<String> hosts, final String... arguments) throws Exception {
        return launch(shell(sshd.ssh(), null, null, null), hosts, arguments);
    }

    private int launch(final RemoteShell shell, final List<String> hosts, final String... arguments) throws Exception {
        final List<String> command = Stream.concat(Stream.of(SampleRank.class.getName()), Stream.of(arguments))
                .toList();
        final int ranks = HostFile.parse("hosts", hosts).stream()
                .mapToInt(HostSlots::slots)
                .sum();
        final LaunchPlan plan = new LaunchPlan(ranks, "", command, false, Duration.ofSeconds(1), 0);
        return launcher(plan, shell, hosts, Map.of("GREETING", "it's \"$HOME\""))
                .run();
    }

    private Launcher launcher(
            final LaunchPlan plan,
            final RemoteShell shell,
            final List<String> hosts,
            final Map<String, String> variables) {
        final Cluster cluster = new Cluster(HostFile.parse("hosts", hosts), shell, "", variables);
        return new Launcher(plan, cluster, new PrintStream(out, true), new PrintStream(err, true));
    }

    private static List<String> lines(final ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
