// SPDX-License-Identifier: Apache-2.0
package org.jccl.rdma;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jccl.testing.ProcessRank;
import org.jccl.testing.ProcessRanks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Real verbs between two devices, over a cable that can be pulled, that loses and delays: in the guest of src/test/vm. How
 * often each way to fail is tried says the property {@code jccl.test.repeats}.
 */
@EnabledIfEnvironmentVariable(
        named = VerbsTest.CABLE,
        matches = ".+",
        disabledReason = "there are no verbs here: src/test/vm/check.sh runs this in a virtual machine")
@Timeout(value = 200, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class VerbsTest {
    static final String CABLE = "JCCL_TEST_CABLE";
    private static final String END = System.getenv().getOrDefault(CABLE, "");
    private static final Duration AMPLE = Duration.ofSeconds(150);
    private static final List<String> DEVICES = List.of("rxe0:1", "rxe1:1");

    /** Control connections do not cross the cable, so what is found out about the cable is RDMA's. */
    private static final Map<String, String> OVER_RDMA = Map.of("JCCL_TRANSPORT", "rdma", "JCCL_SOCKET_IFNAME", "lo");

    /** Of the bytes that one rank of two sends in an exercise, in the least. */
    private static final long PAYLOAD_BYTES = 1 << 20;

    static IntStream repeats() {
        return IntStream.rangeClosed(1, Integer.getInteger("jccl.test.repeats", 1));
    }

    /** Ranks by turns at either device. */
    private static ProcessRanks start(
            final int size,
            final Map<String, String> environment,
            final Class<?> mainClass,
            final String... arguments) {
        final List<List<String>> devices = new ArrayList<>();
        for (int rank = 0; rank < size; rank++) {
            devices.add(List.of("env", "JCCL_RDMA_DEVICES=" + DEVICES.get(rank % DEVICES.size())));
        }
        return start(devices, environment, mainClass, arguments);
    }

    private static ProcessRanks start(
            final List<List<String>> prefixes,
            final Map<String, String> environment,
            final Class<?> mainClass,
            final String... arguments) {
        final Map<String, String> all = new HashMap<>(OVER_RDMA);
        all.put("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");
        all.putAll(environment);
        return ProcessRanks.start(prefixes, all, mainClass, arguments);
    }

    @Test
    void shouldCarryTheBytesOverTheCable() throws IOException {
        final long before = sentBytes();
        try (ProcessRanks ranks = start(2, Map.of("UCX_LOG_LEVEL", "info"), ProcessRank.class, "exercise")) {
            ranks.awaitSuccess(AMPLE);
            assertThat(ranks.lines(0)).as(ranks.everything()).anyMatch(line -> line.contains("rc_verbs/rxe0:1"));
            ranks.lines(0).stream().filter(line -> line.contains("ep_cfg")).forEach(System.out::println);
        }
        final long sent = sentBytes() - before;
        System.out.println("over the cable: " + sent + " bytes");
        assertThat(sent).isGreaterThan(PAYLOAD_BYTES);
    }

    @Test
    void shouldStripeOverTwoDevices() {
        final List<String> both = List.of("env", "JCCL_RDMA_DEVICES=rxe0:1,rxe1:1");
        try (ProcessRanks ranks =
                start(List.of(both, both), Map.of("UCX_LOG_LEVEL", "info"), ProcessRank.class, "exercise")) {
            ranks.awaitSuccess(AMPLE);
            assertThat(ranks.lines(0))
                    .as(ranks.everything())
                    .anyMatch(line -> line.contains("rc_verbs/rxe0:1") && line.contains("rc_verbs/rxe1:1"));
            ranks.lines(0).stream().filter(line -> line.contains("ep_cfg")).forEach(System.out::println);
        }
    }

    @Test
    void shouldStayRightOverACableThatLosesAndDelays() throws Exception {
        run("tc", "qdisc", "add", "dev", END, "root", "netem", "loss", "0.5%", "delay", "1ms");
        try (ProcessRanks ranks = start(2, Map.of(), ProcessRank.class, "exercise")) {
            ranks.awaitSuccess(AMPLE);
        } finally {
            run("tc", "qdisc", "del", "dev", END, "root");
        }
    }

    @Test
    void shouldSendWhatLiesNowWhereOtherMemoryLayBefore() {
        // so that each allocation is mapped by itself
        final Map<String, String> environment = Map.of("MALLOC_MMAP_THRESHOLD_", "65536");
        try (ProcessRanks ranks = start(2, environment, BroadcastRank.class, "anew")) {
            ranks.awaitLine(1, line -> line.startsWith("round 8 "), AMPLE);
            for (int rank = 0; rank < 2; rank++) {
                final List<String> addresses = ranks.lines(rank).stream()
                        .filter(line -> line.startsWith("round "))
                        .map(line -> line.replaceFirst(".* at ", ""))
                        .toList();
                assertThat(Set.copyOf(addresses)).as("rounds at one address").hasSizeLessThan(addresses.size());
            }
        }
    }

    @Test
    void shouldRegisterNothingOnceWarm() throws Exception {
        try (ProcessRanks ranks = start(2, Map.of(), BroadcastRank.class, "same")) {
            ranks.awaitLine(1, line -> line.startsWith("round 8 "), AMPLE);
            final String registered = registered();
            assertThat(registered).contains("mrn").contains("rxe0").contains("rxe1");
            ranks.awaitLine(1, line -> line.startsWith("round 32 "), AMPLE);
            assertThat(registered()).isEqualTo(registered);
        }
    }

    /** Every region that the kernel has registered for anyone, with its number, which is never used again so soon. */
    private static String registered() throws IOException {
        final Process listing = new ProcessBuilder("rdma", "resource", "show", "mr")
                .redirectErrorStream(true)
                .start();
        return new String(listing.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @MethodSource("repeats")
    void shouldEndWhenTheCableIsPulled(final int repeat) throws Exception {
        try (ProcessRanks ranks = start(2, Map.of(), ProcessRank.class, "loop", "65536")) {
            ranks.awaitLine(1, "round 4"::equals, AMPLE);
            final long pulled = System.nanoTime();
            run("ip", "link", "set", END, "down");
            assertOutOfReach(ranks);
            report(repeat, "cable pulled", pulled, ranks.lines(0));
        } finally {
            run("ip", "link", "set", END, "up");
        }
    }

    @ParameterizedTest
    @MethodSource("repeats")
    void shouldEndWhenNothingArrivesAnyMore(final int repeat) throws Exception {
        try (ProcessRanks ranks = start(2, Map.of(), ProcessRank.class, "loop", "65536")) {
            ranks.awaitLine(1, "round 4"::equals, AMPLE);
            final long lost = System.nanoTime();
            loseAll();
            assertOutOfReach(ranks);
            report(repeat, "all is lost", lost, ranks.lines(0));
        } finally {
            loseNothing();
        }
    }

    @ParameterizedTest
    @MethodSource("repeats")
    void shouldSayWhoIsOutOfReachFromTheStart(final int repeat) throws Exception {
        loseAll();
        final long begun = System.nanoTime();
        try (ProcessRanks ranks = start(2, Map.of("JCCL_TIMEOUT", "8s"), ProcessRank.class, "exercise")) {
            assertThat(ranks.awaitExit(AMPLE)).as(ranks.everything()).containsOnly(1);
            assertThat(ranks.lines(0)).as(ranks.everything()).anyMatch(line -> line.contains("no way to rank 1"));
            assertThat(ranks.lines(1)).as(ranks.everything()).anyMatch(line -> line.contains("no way to rank 0"));
            report(repeat, "no way", begun, ranks.lines(0));
        } finally {
            loseNothing();
        }
    }

    @ParameterizedTest
    @MethodSource("repeats")
    void shouldNameTheRankThatIsKilledInMidOperation(final int repeat) {
        try (ProcessRanks ranks = start(3, Map.of(), ProcessRank.class, "loop", "65536")) {
            ranks.awaitLine(2, "round 4"::equals, AMPLE);
            final long killed = System.nanoTime();
            ranks.kill(2);
            assertFailed(ranks, 0, 2);
            assertFailed(ranks, 1, 2);
            report(repeat, "killed in mid-operation", killed, ranks.lines(0));
        }
    }

    @ParameterizedTest
    @MethodSource("repeats")
    void shouldNameTheRankThatIsKilledWhileOthersWaitForIt(final int repeat) {
        try (ProcessRanks ranks = start(3, Map.of(), ProcessRank.class, "await", "1000")) {
            for (int rank = 0; rank < 3; rank++) {
                ranks.awaitLine(rank, "waiting"::equals, AMPLE);
            }
            final long killed = System.nanoTime();
            ranks.kill(2);
            assertFailed(ranks, 0, 2);
            assertFailed(ranks, 1, 2);
            report(repeat, "killed while idle", killed, ranks.lines(0));
        }
    }

    @Test
    void shouldNameTheRankThatIsStopped() throws Exception {
        try (ProcessRanks ranks = start(2, Map.of("JCCL_TIMEOUT", "5s"), ProcessRank.class, "loop", "65536")) {
            ranks.awaitLine(1, "round 4"::equals, AMPLE);
            final long stopped = System.nanoTime();
            run("kill", "-STOP", Long.toString(ranks.pid(1)));
            final String said =
                    ranks.awaitLine(0, line -> line.startsWith("failed") || line.startsWith("timed out"), AMPLE);
            assertThat(said).contains("rank 1 ", "has not answered");
            report(1, "stopped", stopped, ranks.lines(0));
        }
    }

    @Test
    void shouldSayThatMemoryMayNotBeLocked() {
        final List<String> poor = unprivileged();
        try (ProcessRanks ranks = start(List.of(poor, poor), Map.of(), ProcessRank.class, "exercise")) {
            assertThat(ranks.awaitExit(AMPLE)).as(ranks.everything()).containsOnly(1);
            assertThat(ranks.lines(0))
                    .as(ranks.everything())
                    .anyMatch(
                            line -> line.contains("may lock only 65536 bytes") && line.contains("ulimit -l unlimited"));
        }
    }

    @Test
    void shouldDoWithoutRdmaWhereMemoryMayNotBeLocked() {
        final List<String> host = List.of("env", "JCCL_HOST=a");
        final List<String> poor = new ArrayList<>(unprivileged());
        poor.addAll(List.of("env", "JCCL_HOST=b"));
        try (ProcessRanks ranks =
                start(List.of(host, poor), Map.of("JCCL_TRANSPORT", "auto"), ProcessRank.class, "exercise")) {
            ranks.awaitSuccess(AMPLE);
            assertThat(ranks.lines(1).stream()
                            .filter(line -> line.contains("they are not used: this process may lock only")))
                    .as(ranks.everything())
                    .hasSize(1);
        }
    }

    /** Root may lock what it likes, so the right to do so goes too. */
    private static List<String> unprivileged() {
        return List.of("prlimit", "--memlock=65536:65536", "setpriv", "--bounding-set=-ipc_lock");
    }

    private static void loseAll() throws IOException, InterruptedException {
        run("tc", "qdisc", "add", "dev", END, "root", "netem", "loss", "100%");
    }

    private static void loseNothing() throws IOException, InterruptedException {
        run("tc", "qdisc", "del", "dev", END, "root");
    }

    /** Who of two gives up the other first tells it so, and that is what both say. */
    private static void assertOutOfReach(final ProcessRanks ranks) {
        for (int rank = 0; rank < 2; rank++) {
            ranks.awaitLine(rank, line -> line.matches("failed rank [01]:.*cannot be reached over RDMA.*"), AMPLE);
        }
    }

    private static void assertFailed(final ProcessRanks ranks, final int survivor, final int named) {
        ranks.awaitLine(survivor, line -> line.startsWith("failed rank " + named + ":"), AMPLE);
    }

    /** For the log: how long it took until both had said so, and what the first said. */
    private static void report(final int repeat, final String what, final long begunNs, final List<String> lines) {
        final String said = lines.stream()
                .filter(line -> line.startsWith("failed") || line.contains("no way"))
                .findFirst()
                .orElse("");
        System.out.printf("%s, %d: %.1f s, %s%n", what, repeat, (System.nanoTime() - begunNs) / 1e9, said);
    }

    private static long sentBytes() throws IOException {
        return Long.parseLong(Files.readString(Path.of("/sys/class/net/" + END + "/statistics/tx_bytes"))
                .trim());
    }

    private static void run(final String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor())
                .as(String.join(" ", command))
                .isZero();
    }
}
