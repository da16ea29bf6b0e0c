// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WayAdviceTest {
    private static final List<LocalInterface> INTERFACES = List.of(
            on("lo", true, "127.0.0.1"),
            on("eth0", false, "10.0.0.1"),
            on("eth1", false, "10.1.0.1"),
            on("docker0", false, "172.17.0.1"));

    private static LocalInterface on(final String name, final boolean loopback, final String address) {
        return new LocalInterface(name, loopback, List.of(new InetSocketAddress(address, 1).getAddress()));
    }

    private static Way way(final String here, final String there) {
        return new Way(new InetSocketAddress(here, 40_000), new InetSocketAddress(there, 7000));
    }

    private static List<String> advice(final Map<Integer, Way> ways) {
        return new WayAdvice(INTERFACES, false).on(0, new TreeMap<>(ways));
    }

    @Test
    void shouldBeSilentWhenAllUseOneNetwork() {
        assertThat(advice(Map.of(1, way("10.0.0.1", "10.0.0.2"), 2, way("10.0.0.1", "10.0.0.3"))))
                .isEmpty();
    }

    @Test
    void shouldBeSilentAboutRanksOnThisMachine() {
        assertThat(advice(Map.of(1, way("10.0.0.1", "10.0.0.2"), 2, way("172.17.0.1", "172.17.0.1"))))
                .isEmpty();
    }

    @Test
    void shouldNameTheNetworksWhenTheyDiffer() {
        assertThat(advice(Map.of(
                        1, way("10.0.0.1", "10.0.0.2"),
                        2, way("10.1.0.1", "10.1.0.3"),
                        4, way("10.0.0.1", "10.0.0.4"))))
                .singleElement()
                .asString()
                .contains("rank 0 reaches its neighbours over different networks: eth0 to 1, 4; eth1 to 2")
                .contains("JCCL_SOCKET_IFNAME");
    }

    @Test
    void shouldWarnOfWaysThatAreOnlyForContainersOrThisMachine() {
        assertThat(advice(Map.of(3, way("172.17.0.1", "172.17.0.9"))))
                .singleElement()
                .asString()
                .startsWith("rank 0 reaches rank 3 only at 172.17.0.9, over docker0");
        assertThat(advice(Map.of(3, way("127.0.0.1", "127.0.0.1"))))
                .singleElement()
                .asString()
                .contains("over loopback");
        assertThat(new WayAdvice(INTERFACES, true).on(0, Map.of(3, way("127.0.0.1", "127.0.0.1"))))
                .isEmpty();
    }

    @Test
    void shouldWarnOfLinkLocalAddresses() throws Exception {
        final InetSocketAddress here = new InetSocketAddress(InetAddress.getByName("fe80::1"), 1);
        final InetSocketAddress there = new InetSocketAddress(InetAddress.getByName("fe80::2"), 1);
        assertThat(advice(Map.of(5, new Way(here, there))))
                .singleElement()
                .asString()
                .contains("a link-local address");
    }
}
