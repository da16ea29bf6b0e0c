// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jccl.testing.PretendedHosts;
import org.jccl.testing.ProcessRank;
import org.jccl.testing.ProcessRanks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two ranks on two pretended hosts whose networks are not what one would wish. They meet in a folder. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class AwkwardNetworksTest {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /** The same port everywhere, so that an address which both hosts have leads a rank to itself. */
    private static final Map<String, String> VARIABLES = Map.of(
            "JCCL_PORT",
            "7000",
            "JCCL_TIMEOUT",
            "10s",
            "JAVA_TOOL_OPTIONS",
            "-Dorg.slf4j.simpleLogger.log.org.jccl.control.Ways=debug");

    private static void run(final Consumer<PretendedHosts> laying, final Consumer<ProcessRanks> judging) {
        try (PretendedHosts hosts = PretendedHosts.open("a", "b")) {
            laying.accept(hosts);
            final List<List<String>> places = List.of(hosts.on("a"), hosts.on("b"));
            try (ProcessRanks ranks = ProcessRanks.start(places, VARIABLES, ProcessRank.class, "exercise")) {
                judging.accept(ranks);
            }
        }
    }

    private static void assertConnected(final ProcessRanks ranks, final String to) {
        ranks.awaitSuccess(PATIENCE);
        assertThat(ranks.lines(0)).anyMatch(line -> line.contains("rank 0 and rank 1 are connected: " + to));
    }

    private static void layDeadNetworks(final PretendedHosts hosts) {
        hosts.dead("a", "eth0", "172.17.0.1/16")
                .dead("b", "eth0", "172.17.0.1/16")
                .dead("a", "eth1", "10.1.0.1/24")
                .dead("b", "eth1", "10.1.0.2/24");
    }

    private static void cable(final PretendedHosts hosts, final String name, final String first, final String second) {
        hosts.cable("a", "b", name).address("a", name, first).address("b", name, second);
    }

    @Test
    void shouldConnectOverTheOneNetworkThatWorks() {
        run(
                hosts -> {
                    layDeadNetworks(hosts);
                    cable(hosts, "eth2", "10.2.0.1/24", "10.2.0.2/24");
                },
                ranks -> {
                    assertConnected(ranks, "10.2.0.2:7000 from 10.2.0.1:");
                    assertThat(ranks.lines(0)).noneMatch(line -> line.contains("WARN org.jccl"));
                });
    }

    @Test
    void shouldConnectWhereThereIsNoIpv4() {
        run(
                hosts -> cable(hosts, "eth0", "fd00:77::1/64", "fd00:77::2/64"),
                ranks -> assertConnected(ranks, "[fd00:77:0:0:0:0:0:2"));
    }

    @Test
    void shouldConnectOverLinkLocalAddressesAndAdviseAgainstIt() {
        run(hosts -> hosts.cable("a", "b", "eth0"), ranks -> {
            assertConnected(ranks, "[fe80:");
            assertThat(ranks.lines(0)).anyMatch(line -> line.contains("WARN") && line.contains("a link-local address"));
        });
    }

    @Test
    void shouldWarnWhenOnlyABridgeForContainersConnects() {
        run(
                hosts -> {
                    layDeadNetworks(hosts);
                    cable(hosts, "docker0", "172.18.0.1/16", "172.18.0.2/16");
                },
                ranks -> {
                    assertConnected(ranks, "172.18.0.2:7000");
                    assertThat(ranks.lines(0))
                            .anyMatch(line -> line.contains("WARN")
                                    && line.contains("rank 0 reaches rank 1 only at 172.18.0.2, over docker0")
                                    && line.contains("JCCL_SOCKET_IFNAME"));
                });
    }

    @Test
    void shouldSayWhatHappenedAtEveryAddressWhenNoneWorks() {
        run(AwkwardNetworksTest::layDeadNetworks, ranks -> {
            assertThat(ranks.awaitExit(PATIENCE)).doesNotContain(0);
            assertThat(String.join("\n", ranks.lines(0)))
                    .contains("rank 1 at 172.17.0.1:7000 cannot be reached: it is somebody else")
                    .contains(", at 10.1.0.2:7000 ");
        });
    }
}
