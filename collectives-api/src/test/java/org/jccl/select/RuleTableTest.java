// SPDX-License-Identifier: Apache-2.0
package org.jccl.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import org.jccl.algorithm.Algorithms;
import org.jccl.schedule.Collective;
import org.jccl.topology.Reach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(20)
class RuleTableTest {
    @Test
    void shouldReadARuleALine() {
        final RuleTable table = RuleTable.parse(
                "my.txt", "# remark\n\nall_reduce 0-4k 2-8 shm,local one_shot # why\r\n allgather * * * ring");
        assertThat(table.rules())
                .containsExactly(
                        new Rule(
                                new NumberRange(0, 4096),
                                new NumberRange(2, 8),
                                EnumSet.of(Reach.LOCAL, Reach.SHM),
                                Algorithms.find(Collective.ALL_REDUCE, "one_shot"),
                                "my.txt line 3 (all_reduce 0-4k 2-8 shm,local one_shot)"),
                        new Rule(
                                NumberRange.ANY,
                                NumberRange.ANY,
                                EnumSet.allOf(Reach.class),
                                Algorithms.find(Collective.ALL_GATHER, "ring"),
                                "my.txt line 4 (allgather * * * ring)"));
    }

    @Test
    void shouldReadOverridesInOneLine() {
        final RuleTable table =
                RuleTable.parseOverrides("JCCL_ALGO", "allreduce:0-4k:recursive_doubling, all_gather:RING");
        assertThat(table.rules()).extracting(Rule::bytes).containsExactly(new NumberRange(0, 4096), NumberRange.ANY);
        assertThat(table.rules())
                .extracting(Rule::origin)
                .containsExactly("JCCL_ALGO (allreduce:0-4k:recursive_doubling)", "JCCL_ALGO (all_gather:RING)");
        assertThat(RuleTable.parseOverrides("JCCL_ALGO", " ").rules()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "all_reduce * * * | t line 2 'all_reduce * * *' has 4 fields; a line is: collective bytes ranks reach",
                "allreduc * * * ring | t line 2: no collective 'allreduc'; there are [all_reduce, reduce,",
                "all_reduce * * * rign | t line 2: no algorithm 'rign' for all_reduce; there are: one_shot",
                "all_reduce * * wifi ring | t line 2: no reach 'wifi'; there are [local, shm, device, net, mixed]",
                "all_reduce 4x * * ring | t line 2: '4x' is no range; write 0-4k, 64k-, 8 or *",
                "all_reduce 4k-1k * * ring | t line 2: the range '4k-1k' ends before it begins",
                "all_reduce * - * ring | t line 2: '-' is no range",
            })
    void shouldSayWhereALineIsWrongAndWhatIsAllowed(final String line, final String sentence) {
        assertThatThrownBy(() -> RuleTable.parse("t", "\n" + line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ring | JCCL_ALGO entry 2 'ring' is no rule; an entry is collective:algorithm or collective:bytes:",
                "broadcast:ring | JCCL_ALGO entry 2 'broadcast:ring': no algorithm 'ring' for broadcast; there are:",
                "allreduce:4k-:x:y | JCCL_ALGO entry 2 'allreduce:4k-:x:y' is no rule;",
                "allreduce:9999999999g:ring | JCCL_ALGO entry 2 'allreduce:9999999999g:ring': '9999999999g' is no range",
            })
    void shouldSayWhichOverrideIsWrongAndWhatIsAllowed(final String entry, final String sentence) {
        assertThatThrownBy(() -> RuleTable.parseOverrides("JCCL_ALGO", "allgather:ring," + entry))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(sentence);
    }

    @ParameterizedTest
    @CsvSource({
        "*,0,9223372036854775807",
        "8,8,8",
        "0-4k,0,4096",
        "1m-2G,1048576,2147483648",
        "64k-,65536,9223372036854775807"
    })
    void shouldReadRanges(final String text, final long from, final long to) {
        assertThat(NumberRange.parse(text)).isEqualTo(new NumberRange(from, to));
        assertThat(new NumberRange(from, to).contains(from)).isTrue();
        assertThat(new NumberRange(from, to).contains(to)).isTrue();
        assertThat(new NumberRange(from, to).contains(from - 1)).isFalse();
    }
}
