// SPDX-License-Identifier: Apache-2.0
package org.jccl.algorithm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.jccl.schedule.Collective;
import org.jccl.schedule.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The catalogue as such; that its algorithms are correct and cost what they claim is proved with the verifier. */
@Timeout(30)
final class AlgorithmsTest {
    @Test
    void shouldFindEveryAlgorithmByItsNameInAnyCase() {
        for (final Algorithm algorithm : Algorithms.all()) {
            final String name = algorithm.name().toUpperCase(Locale.ROOT);
            assertThat(Algorithms.find(algorithm.collective(), name)).isSameAs(algorithm);
        }
    }

    @Test
    void shouldListWhatThereIsWhenANameIsUnknown() {
        assertThatThrownBy(() -> Algorithms.find(Collective.ALL_TO_ALL, "rign"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no algorithm 'rign' for all_to_all; there are: direct, pairwise, bruck");
    }

    @Test
    void shouldListEveryAlgorithmUnderItsCollective() {
        for (final Algorithm algorithm : Algorithms.all()) {
            assertThat(Algorithms.of(algorithm.collective())).contains(algorithm);
        }
    }

    @Test
    void shouldSupportNoCollectiveButTheirOwn() {
        for (final Algorithm algorithm : Algorithms.all()) {
            for (final Collective collective : Collective.values()) {
                assertThat(algorithm.supports(Shape.of(collective, 8, 0)))
                        .as("%s does %s", algorithm, collective)
                        .isEqualTo(collective == algorithm.collective());
            }
        }
    }

    @Test
    void shouldOfferVaryingCountsForEveryCollectiveThatHasThem() {
        for (final Collective collective : new Collective[] {
            Collective.ALL_GATHER,
            Collective.REDUCE_SCATTER,
            Collective.ALL_TO_ALL,
            Collective.GATHER,
            Collective.SCATTER
        }) {
            final Shape equal = Shape.of(collective, 8, 0);
            final Shape varying = new Shape(collective, 8, 0, false, true, equal.groups());
            assertThat(Algorithms.of(collective)).anyMatch(algorithm -> algorithm.supports(varying));
        }
    }

    @Test
    void shouldOfferRankOrderForEveryReduction() {
        for (final Collective collective : Collective.values()) {
            if (collective.isReducing()) {
                assertThat(Algorithms.of(collective)).as("%s", collective).anyMatch(Algorithm::rankOrdered);
            }
        }
    }
}
