// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.pairwise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class TournamentTest {
    @Test
    void shouldHaveEveryRankMeetEveryOtherOnceInAsFewStagesAsCanBe() {
        for (int ranks = 2; ranks <= 33; ranks++) {
            final List<List<Pair>> stages = Tournament.atOnce(ranks(ranks));
            assertThat(stages).hasSize(ranks % 2 == 0 ? ranks - 1 : ranks);
            final List<Pair> all = stages.stream().flatMap(List::stream).toList();
            assertThat(all).hasSize(ranks * (ranks - 1) / 2).doesNotHaveDuplicates();
            assertThat(all).allMatch(pair -> pair.first() < pair.second());
            stages.forEach(TournamentTest::requireDisjoint);
        }
    }

    private static void requireDisjoint(final List<Pair> stage) {
        final Set<Integer> seen = new HashSet<>();
        assertThat(stage).allMatch(pair -> seen.add(pair.first()) & seen.add(pair.second()));
    }

    @Test
    void shouldTakeThemOneByOneAndOnlyThoseThatTakePart() {
        final List<List<Pair>> stages = Tournament.oneAfterTheOther(List.of(0, 4, 8));
        assertThat(stages).hasSize(3).allMatch(stage -> stage.size() == 1);
        assertThat(stages.stream().flatMap(List::stream))
                .containsExactlyInAnyOrder(new Pair(0, 4), new Pair(0, 8), new Pair(4, 8));
    }

    private static List<Integer> ranks(final int ranks) {
        return IntStream.range(0, ranks).boxed().toList();
    }
}
