// SPDX-License-Identifier: Apache-2.0
package org.jccl.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TopologyTest {
    @Test
    void shouldKnowOverWhatTwoRanksMeet() {
        final Topology topology = Topology.of(List.of("a", "b", "a", "b"), List.of("1", "1", "1", "2"));
        assertThat(topology.between(0, 2)).isEqualTo(Reach.LOCAL);
        assertThat(topology.between(1, 3)).isEqualTo(Reach.SHM);
        assertThat(topology.between(0, 1))
                .as("equal process numbers on two hosts")
                .isEqualTo(Reach.NET);
    }

    @Test
    void shouldKnowOverWhatAllMeet() {
        assertThat(reach(List.of("a"), List.of("1"))).isEqualTo(Reach.LOCAL);
        assertThat(reach(List.of("a", "a"), List.of("1", "1"))).isEqualTo(Reach.LOCAL);
        assertThat(reach(List.of("a", "a"), List.of("1", "2"))).isEqualTo(Reach.SHM);
        assertThat(reach(List.of("a", "b"), List.of("1", "1"))).isEqualTo(Reach.NET);
        assertThat(reach(List.of("a", "b", "a"), List.of("1", "1", "2"))).isEqualTo(Reach.MIXED);
    }

    @Test
    void shouldSayWhoSitsWhere() {
        final Topology topology = Topology.of(List.of("b", "a", "b"), List.of("1", "1", "2"));
        assertThat(topology).hasToString("2 hosts: b [0, 2], a [1]");
        assertThat(topology.groups().count()).isEqualTo(2);
        assertThat(topology.host(1)).isEqualTo("a");
    }

    @Test
    void shouldRefuseHostsWithoutProcesses() {
        assertThatThrownBy(() -> Topology.of(List.of("a", "b"), List.of("1"))).hasMessage("2 hosts and 1 processes");
    }

    private static Reach reach(final List<String> hosts, final List<String> processes) {
        return Topology.of(hosts, processes).reach();
    }
}
