// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.tune;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jccl.Communicator;
import org.jccl.bench.measure.Operation;
import org.jccl.bench.measure.Sizes;
import org.jccl.bootstrap.InMemoryStore;
import org.jccl.schedule.Collective;
import org.jccl.schedule.Shape;
import org.jccl.select.RuleTable;
import org.jccl.select.Selector;
import org.jccl.topology.Reach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TuningTest {
    private static Winner winner(final long bytes, final String before, final double ring, final double tree) {
        final Map<String, Double> micros = new LinkedHashMap<>();
        micros.put("ring", ring);
        micros.put("double_binary_tree", tree);
        return Winner.of(bytes, micros, before);
    }

    @Test
    void shouldKeepTheWinnerBeforeWhereItIsLevel() {
        assertThat(winner(8, null, 10.4, 10.0).algorithm()).isEqualTo("double_binary_tree");
        assertThat(winner(8, "ring", 10.4, 10.0).algorithm()).isEqualTo("ring");
        assertThat(winner(8, "ring", 10.6, 10.0).algorithm()).isEqualTo("double_binary_tree");
    }

    @Test
    void shouldWriteRulesThatChooseTheWinners() {
        final List<Winner> winners = List.of(
                winner(8, null, 2, 1),
                winner(512, "double_binary_tree", 2, 1),
                winner(32 << 10, "double_binary_tree", 10, 20),
                winner(2 << 20, "ring", 100, 200));
        final String text = TuningText.rules(Operation.ALL_REDUCE, 5, winners);
        assertThat(text.lines().filter(line -> !line.startsWith("#"))).hasSize(2);
        assertThat(text).contains("# 512: ring 2.000 double_binary_tree 1.000 us", " 0-4k ", " * ");
        final Selector selector =
                new Selector(RuleTable.parseOverrides("none", ""), RuleTable.parse("tuned.txt", text));
        for (final Winner winner : winners) {
            final Shape shape = Shape.of(Collective.ALL_REDUCE, 5, 0);
            assertThat(selector.choose(shape, winner.bytes(), Reach.SHM, true)
                            .algorithm()
                            .name())
                    .isEqualTo(winner.algorithm());
        }
    }

    @Test
    void shouldMeasureEveryAlgorithmThatTheRanksCanFollow() {
        final InMemoryStore store = new InMemoryStore();
        final CompletableFuture<List<Winner>> other = CompletableFuture.supplyAsync(() -> tune(1, store));
        final List<Winner> winners = tune(0, store);
        assertThat(other.join()).hasSameSizeAs(winners);
        assertThat(winners).extracting(Winner::bytes).containsExactly(64L, 1024L);
        assertThat(winners.get(0).micros())
                .containsKeys("ring", "one_shot", "two_shot", "recursive_doubling")
                .allSatisfy((algorithm, micros) -> assertThat(micros).isPositive());
    }

    private static List<Winner> tune(final int rank, final InMemoryStore store) {
        try (Communicator world = Communicator.builder()
                .rank(rank)
                .size(2)
                .rendezvous(store)
                .timeout(Duration.ofSeconds(60))
                .build()) {
            final List<Winner> seen = new ArrayList<>();
            final Tuning tuning = new Tuning(
                    world, () -> Communicator.builder().timeout(Duration.ofSeconds(60)), 2, Duration.ofMillis(2));
            final List<Winner> winners = tuning.run(Operation.ALL_REDUCE, new Sizes(64, 1024, 16, 0), seen::add);
            assertThat(seen).isEqualTo(winners);
            return winners;
        }
    }
}
