// SPDX-License-Identifier: Apache-2.0
package org.jccl.rdma;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jccl.testing.ProcessRank;
import org.jccl.testing.ProcessRanks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Real verbs between two devices, over a cable that can be pulled, that loses and delays: in the guest of src/test/vm. */
@EnabledIfEnvironmentVariable(
        named = VerbsTest.CABLE,
        matches = ".+",
        disabledReason = "there are no verbs here: src/test/vm/check.sh runs this in a virtual machine")
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class VerbsTest {
    static final String CABLE = "JCCL_TEST_CABLE";
    private static final String END = System.getenv().getOrDefault(CABLE, "");
    private static final Duration AMPLE = Duration.ofSeconds(200);
    /** Of the bytes that one rank of two sends in an exercise, in the least. */
    private static final long PAYLOAD_BYTES = 1 << 20;

    /** Each rank at a device of its own, and all but the data elsewhere than on the cable. */
    private static ProcessRanks start(final Map<String, String> environment, final String... arguments) {
        final List<List<String>> devices =
                List.of(List.of("env", "JCCL_RDMA_DEVICES=rxe0:1"), List.of("env", "JCCL_RDMA_DEVICES=rxe1:1"));
        final Map<String, String> all = new java.util.HashMap<>(environment);
        all.putAll(Map.of("JCCL_TRANSPORT", "rdma", "JCCL_SOCKET_IFNAME", "lo"));
        return ProcessRanks.start(devices, all, ProcessRank.class, arguments);
    }

    @Test
    void shouldCarryTheBytesOverTheCable() throws IOException {
        final long before = sentBytes();
        try (ProcessRanks ranks = start(Map.of("UCX_LOG_LEVEL", "info"), "exercise")) {
            ranks.awaitSuccess(AMPLE);
            assertThat(ranks.lines(0)).as(ranks.everything()).anyMatch(line -> line.contains("rc_verbs/rxe0:1"));
            ranks.lines(0).stream().filter(line -> line.contains("ep_cfg")).forEach(System.out::println);
        }
        final long sent = sentBytes() - before;
        System.out.println("over the cable: " + sent + " bytes");
        assertThat(sent).isGreaterThan(PAYLOAD_BYTES);
    }

    @Test
    void shouldStayRightOverACableThatLosesAndDelays() throws Exception {
        run("tc", "qdisc", "add", "dev", END, "root", "netem", "loss", "0.5%", "delay", "1ms");
        try (ProcessRanks ranks = start(Map.of(), "exercise")) {
            ranks.awaitSuccess(AMPLE);
        } finally {
            run("tc", "qdisc", "del", "dev", END, "root");
        }
    }

    @Test
    void shouldNameTheOtherRankWhenTheCableIsPulled() throws Exception {
        try (ProcessRanks ranks = start(Map.of(), "loop", "65536")) {
            ranks.awaitLine(1, "round 4"::equals, AMPLE);
            run("ip", "link", "set", END, "down");
            assertThat(ranks.awaitExit(AMPLE)).as(ranks.everything()).containsOnly(ProcessRank.PEER_FAILED);
            assertThat(ranks.lines(0)).anyMatch(line -> line.startsWith("failed rank 1:"));
            assertThat(ranks.lines(1)).anyMatch(line -> line.startsWith("failed rank 0:"));
            System.out.println(String.join("\n", ranks.lines(0)));
        } finally {
            run("ip", "link", "set", END, "up");
        }
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
