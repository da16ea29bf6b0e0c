// SPDX-License-Identifier: Apache-2.0
package org.jccl.algorithm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.jccl.schedule.Collective;
import org.jccl.schedule.Groups;
import org.jccl.schedule.Shape;
import org.jccl.verify.MessageStatistics;
import org.jccl.verify.Verifier;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Two-level algorithms over hosts of any sizes, their ranks dealt out in any order. */
@Timeout(60)
final class TwoLevelTest {
    private static final int LARGEST = 24;
    private static final int DEALS = 4;

    @ParameterizedTest
    @EnumSource(
            mode = Mode.INCLUDE,
            names = {"ALL_REDUCE", "ALL_GATHER", "BROADCAST"})
    void shouldBeCorrectAndCostWhatItClaimsOverAnyHosts(final Collective collective) {
        final Algorithm algorithm = Algorithms.find(collective, "two_level");
        for (int size = 1; size <= LARGEST; size++) {
            for (int deal = 0; deal < DEALS; deal++) {
                final Random random = new Random(deal * 1000L + size);
                final int hosts = 1 + random.nextInt(size);
                final Groups groups = Groups.of(
                        random.ints(size, 0, hosts).map(h -> h * h / hosts).toArray());
                final int root = collective.isRooted() ? random.nextInt(size) : 0;
                final Shape shape = Shape.of(collective, size, root).over(groups);
                for (final Shape variant : List.of(shape, shape.asInPlace())) {
                    check(algorithm, variant);
                }
            }
        }
    }

    private static void check(final Algorithm algorithm, final Shape shape) {
        assertThat(Verifier.verify(shape, rank -> algorithm.schedule(shape, rank))
                        .violations())
                .as("%s over %s", algorithm, shape)
                .isEmpty();
        final MessageStatistics counted = MessageStatistics.of(shape, rank -> algorithm.schedule(shape, rank));
        final Cost claimed = algorithm.cost(shape);
        assertThat(claimed.rounds())
                .as("rounds of %s over %s", algorithm, shape)
                .isEqualTo(counted.rounds());
        assertThat(claimed.bytesSent())
                .as("bytes of %s over %s", algorithm, shape)
                .isCloseTo(counted.bytesSent(), within(1e-9));
    }
}
