// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(10)
class HostFileTest {
    @Test
    void shouldReadWhatOpenMpiAndMpichRead() {
        assertThat(parse(
                        "# a cluster", "", "node1 slots=4 max_slots=8", "node2:2 # two", "me@node3.net", "[fe80::1]:3"))
                .containsExactly(
                        new HostSlots("node1", 4),
                        new HostSlots("node2", 2),
                        new HostSlots("me@node3.net", 1),
                        new HostSlots("fe80::1", 3));
    }

    @Test
    void shouldAddUpAHostThatIsListedAgain() {
        assertThat(parse("a", "b", "a:2")).containsExactly(new HostSlots("a", 3), new HostSlots("b", 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-oProxyCommand=x | -oProxyCommand=x",
                "node slots=0 | slots=0",
                "node slots=x | slots=x",
                "node:2 slots=3 | slots=3",
                "^node | ^node",
                "node 4 | 4"
            })
    void shouldNameTheLineThatItDoesNotUnderstand(final String line, final String what) {
        assertThatThrownBy(() -> parse("fine", line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("hosts, line 2: '" + what + "' is not understood; write: node1 slots=4");
    }

    @Test
    void shouldRefuseAListWithoutHosts() {
        assertThatThrownBy(() -> parse("# none")).hasMessageContaining("hosts lists no host; write a line for each");
    }

    @Test
    void shouldFillTheHostsInTheirOrder() {
        final Placement placement = Placement.of(parse("a:2", "b:2", "c"), 3);
        assertThat(List.of(placement.host(0), placement.host(1), placement.host(2)))
                .containsExactly("a", "a", "b");
        assertThat(placement.localRank(1)).isEqualTo(1);
        assertThat(placement.uses(new HostSlots("c", 1))).isFalse();
    }

    @Test
    void shouldRefuseMoreRanksThanSlots() {
        assertThatThrownBy(() -> Placement.of(parse("a:2", "b"), 4))
                .hasMessageContaining("4 ranks, but the 2 hosts have only 3 slots");
    }

    private static List<HostSlots> parse(final String... lines) {
        return HostFile.parse("hosts", List.of(lines));
    }
}
