// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The executor over links that do all that a lane's contract allows; a seed that fails is named and repeats. */
@Timeout(600)
class ExecutorSimulationTest {
    private static final long FEW = 600;
    private static final long MANY = 50_000;

    @Test
    void shouldEndWithTheRightBitsWhateverTheLinksDo() {
        for (long seed = 0; seed < FEW; seed++) {
            run(seed);
        }
    }

    @Test
    @Tag("slow")
    void shouldEndWithTheRightBitsForManySeeds() {
        for (long seed = FEW; seed < MANY; seed++) {
            run(seed);
        }
    }

    @Test
    void shouldEndEveryRankThatNeedsABrokenLinkAndLeaveItsBuffersAlone() {
        int broken = 0;
        for (long seed = 0; seed < FEW; seed++) {
            broken += runWithACut(seed);
        }
        if (broken < FEW / 5) {
            throw new AssertionError("only " + broken + " of " + FEW + " runs met the cut: nothing was tested");
        }
    }

    @Test
    void shouldSurviveDeathsAndPartitionsWithWhatHasEndedIntact() {
        partition(0, FEW);
    }

    @Test
    @Tag("slow")
    void shouldSurviveManyDeathsAndPartitions() {
        partition(FEW, MANY);
    }

    private static void partition(final long from, final long to) {
        long gaveUp = 0;
        for (long seed = from; seed < to; seed++) {
            try (Simulation simulation = new Simulation(seed)) {
                simulation.submit();
                gaveUp += simulation.runWithAPartition();
            }
        }
        if (gaveUp < (to - from) / 5) {
            throw new AssertionError("only " + gaveUp + " ranks gave up: nothing was tested");
        }
    }

    private static void run(final long seed) {
        try (Simulation simulation = new Simulation(seed)) {
            simulation.submit();
            simulation.run();
        }
    }

    private static int runWithACut(final long seed) {
        try (Simulation simulation = new Simulation(seed)) {
            simulation.cutALink();
            simulation.submit();
            return simulation.runUntilBroken() ? 1 : 0;
        }
    }
}
