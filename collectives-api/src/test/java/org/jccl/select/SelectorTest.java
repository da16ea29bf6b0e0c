// SPDX-License-Identifier: Apache-2.0
package org.jccl.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.jccl.algorithm.Algorithm;
import org.jccl.algorithm.Algorithms;
import org.jccl.schedule.Collective;
import org.jccl.schedule.Groups;
import org.jccl.schedule.Shape;
import org.jccl.topology.Reach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class SelectorTest {
    private static final int[] SIZES = {1, 2, 3, 4, 5, 8, 9, 16, 33, 64};
    private static final String TABLE = """
            all_reduce 0-4k *  shm recursive_doubling
            all_reduce *    2- shm ring
            """;
    private final Selector selector = new Selector(RuleTable.parseOverrides("JCCL_ALGO", ""));

    @Test
    void shouldFollowTheFirstRuleThatApplies() {
        final Selector small = new Selector(RuleTable.parseOverrides("x", ""), RuleTable.parse("t", TABLE));
        final Shape four = Shape.of(Collective.ALL_REDUCE, 4, 0);
        assertThat(small.choose(four, 4096, Reach.SHM, true))
                .hasToString("recursive_doubling, because of t line 1 (all_reduce 0-4k * shm recursive_doubling)");
        assertThat(small.choose(four, 4097, Reach.SHM, true).algorithm().name()).isEqualTo("ring");
        assertThat(small.choose(four, 4096, Reach.NET, true).reason())
                .isEqualTo("no rule, being the first that can do it");
    }

    @Test
    void shouldLetOverridesGoFirst() {
        final RuleTable overrides = RuleTable.parseOverrides("JCCL_ALGO", "allreduce:1k-2k:rabenseifner");
        final Selector overridden = new Selector(overrides);
        final Shape four = Shape.of(Collective.ALL_REDUCE, 4, 0);
        assertThat(overridden.choose(four, 1500, Reach.SHM, true))
                .hasToString("rabenseifner, because of JCCL_ALGO (allreduce:1k-2k:rabenseifner)");
        assertThat(overridden.choose(four, 2049, Reach.SHM, true).reason()).startsWith("tuning.txt line ");
    }

    @Test
    void shouldPassOverWhatCannotBeFollowedAndSaySo() {
        final Selector overridden = new Selector(RuleTable.parseOverrides("JCCL_ALGO", "allreduce:ring"));
        final Shape four = Shape.of(Collective.ALL_REDUCE, 4, 0);
        final Choice choice = overridden.choose(four, 64, Reach.SHM, false);
        assertThat(choice.algorithm().rankOrdered()).isTrue();
        assertThat(choice.reason()).contains("; not JCCL_ALGO (allreduce:ring): it does not combine in rank order");
    }

    @ParameterizedTest
    @EnumSource(
            value = Collective.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"SEND", "RECEIVE"})
    void shouldAlwaysFindSomethingThatCanDoIt(final Collective collective) {
        for (final int size : SIZES) {
            for (final Reach reach : Reach.values()) {
                for (final boolean commutative : List.of(true, false)) {
                    final Shape shape = shape(collective, size, reach);
                    check(selector.choose(shape, 1 << 20, reach, commutative), shape, commutative);
                    if (collective != Collective.ALL_TO_ALL) {
                        final Shape inPlace = shape.asInPlace();
                        check(selector.choose(inPlace, 8, reach, commutative), inPlace, commutative);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Collective.class,
            names = {"ALL_GATHER", "REDUCE_SCATTER", "ALL_TO_ALL", "GATHER", "SCATTER"})
    void shouldAlsoFindSomethingForVaryingCounts(final Collective collective) {
        for (final int size : SIZES) {
            for (final Reach reach : Reach.values()) {
                final Shape equal = shape(collective, size, reach);
                final Shape varying = new Shape(collective, size, 0, false, true, equal.groups());
                check(selector.choose(varying, 0, reach, true), varying, true);
            }
        }
    }

    @Test
    void shouldSayWhyNothingCanDoIt() {
        assertThatThrownBy(() -> selector.choose(Shape.of(Collective.SEND, 2, 0), 8, Reach.SHM, true))
                .hasMessageStartingWith("no algorithm for send of 8 bytes over 2 ranks (shm)");
    }

    @ParameterizedTest
    @EnumSource(
            value = Collective.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"SEND", "RECEIVE"})
    void shouldNotChooseWhatIsPredictedToTakeMuchLongerThanAnother(final Collective collective) {
        for (final int size : SIZES) {
            for (final Reach reach : Reach.values()) {
                final Shape shape = shape(collective, size, reach);
                for (long bytes = 8; bytes <= 1L << 30; bytes *= 8) {
                    final Choice choice = selector.choose(shape, bytes, reach, true);
                    assertThat(predict(choice.algorithm(), shape, bytes, reach))
                            .as("%s of %d bytes over %d ranks, %s: %s", collective, bytes, size, reach, choice)
                            .isLessThanOrEqualTo(3 * best(shape, bytes, reach));
                }
            }
        }
    }

    @Test
    void shouldExplainWhatElseThereIs() {
        final String text = selector.explain(Shape.of(Collective.ALL_REDUCE, 4, 0), 1 << 20, Reach.SHM, true);
        assertThat(text)
                .startsWith("all_reduce of 1048576 bytes over 4 ranks (shm): two_shot, because of tuning.txt line ")
                .contains("\n* two_shot ", "\n  ring ", "\n  two_level ");
    }

    private static void check(final Choice choice, final Shape shape, final boolean commutative) {
        assertThat(choice.algorithm().supports(shape))
                .as("%s for %s", choice, shape)
                .isTrue();
        if (!commutative && shape.collective().isReducing()) {
            assertThat(choice.algorithm().rankOrdered())
                    .as("%s for %s", choice, shape)
                    .isTrue();
        }
    }

    private static double best(final Shape shape, final long bytes, final Reach reach) {
        return Algorithms.of(shape.collective()).stream()
                .filter(algorithm -> algorithm.supports(shape))
                .mapToDouble(algorithm -> predict(algorithm, shape, bytes, reach))
                .min()
                .orElseThrow();
    }

    private static double predict(final Algorithm algorithm, final Shape shape, final long bytes, final Reach reach) {
        return CostModel.typical(reach).predictNs(algorithm, shape, bytes);
    }

    /** Mixed: hosts of two, and from 16 ranks on hosts of eight. */
    private static Shape shape(final Collective collective, final int size, final Reach reach) {
        final int ranksPerHost = switch (reach) {
            case LOCAL, SHM, DEVICE -> size;
            case NET -> 1;
            case MIXED -> size < 16 ? 2 : 8;
        };
        final int[] hosts =
                IntStream.range(0, size).map(rank -> rank / ranksPerHost).toArray();
        return Shape.of(collective, size, 0).over(Groups.of(hosts));
    }
}
