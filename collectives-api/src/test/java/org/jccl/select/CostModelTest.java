// SPDX-License-Identifier: Apache-2.0
package org.jccl.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.jccl.algorithm.Algorithms;
import org.jccl.schedule.Collective;
import org.jccl.schedule.Groups;
import org.jccl.schedule.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class CostModelTest {
    private static final CostModel MODEL =
            new CostModel(new CostModel.LinkCost(10, 1, 0.1), new CostModel.LinkCost(1000, 100, 2), 0.5);

    @Test
    void shouldAddUpRoundsAndBytes() {
        final Shape shape = Shape.of(Collective.ALL_GATHER, 4, 0);
        // three rounds of one message, three quarters of the size
        assertThat(MODEL.predictNs(Algorithms.find(Collective.ALL_GATHER, "ring"), shape, 4000))
                .isCloseTo(3 * 10 + 3000 * 0.1, within(1e-6));
    }

    @Test
    void shouldChargeOverheadForMessagesBesideOneAnotherAndForCombining() {
        final Shape shape = Shape.of(Collective.REDUCE, 4, 0);
        // the root takes three vectors in one round, and combines them
        assertThat(MODEL.predictNs(Algorithms.find(Collective.REDUCE, "direct"), shape, 100))
                .isCloseTo(10 + 2 * 1 + 300 * 0.1 + 300 * 0.5, within(1e-6));
    }

    @Test
    void shouldReckonWithWhereThePeersSit() {
        final Shape shape = Shape.of(Collective.BROADCAST, 4, 0).over(Groups.of(new int[] {0, 0, 1, 1}));
        // one message that the neighbour reads, two to the other host
        assertThat(MODEL.predictNs(Algorithms.find(Collective.BROADCAST, "direct"), shape, 100))
                .isCloseTo(1000 + (1 + 2 * 100 - 100) + 100 * 0.1 + 200 * 2, within(1e-6));
    }

    @Test
    void shouldPredictNothingForALoneRank() {
        final Shape shape = Shape.of(Collective.ALL_REDUCE, 1, 0);
        assertThat(MODEL.predictNs(Algorithms.find(Collective.ALL_REDUCE, "ring"), shape, 1 << 20))
                .isZero();
    }
}
