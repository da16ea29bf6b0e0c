// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The executor over links that spoil a bit of what they carry; a seed that fails is named and repeats. */
@Timeout(600)
class ChecksumSimulationTest {
    private static final long FEW = 6_000;
    private static final long MANY = 100_000;

    private int spoilt;
    private int unnoticed;
    private int taken;

    @Test
    void shouldGiveTheSameBitsWithSumsWhateverTheLinksDo() {
        for (long seed = 0; seed < FEW / 10; seed++) {
            try (Simulation simulation = new Simulation(seed, true, false)) {
                simulation.submit();
                simulation.run();
            }
        }
    }

    @Test
    void shouldNoticeEverySpoiltBitAndEndNothingWithIt() {
        for (long seed = 0; seed < FEW; seed++) {
            runSummed(seed);
        }
        assertThat(spoilt).as("runs in which a bit was spoilt").isGreaterThan((int) FEW / 3);
    }

    @Test
    @Tag("slow")
    void shouldNoticeEverySpoiltBitForManySeeds() {
        for (long seed = FEW; seed < MANY; seed++) {
            runSummed(seed);
        }
    }

    @Test
    void shouldTakeASpoiltPayloadForRightWithoutSums() {
        for (long seed = 0; seed < FEW / 10; seed++) {
            runBare(seed);
        }
        assertThat(unnoticed)
                .as("spoilt bits that nobody noticed, of %d", spoilt)
                .isGreaterThan(spoilt / 4);
        assertThat(taken).as("of these, results that are wrong").isGreaterThan(unnoticed / 2);
    }

    private void runSummed(final long seed) {
        try (Simulation simulation = new Simulation(seed, true, true)) {
            simulation.submit();
            final int result = simulation.runUntilNoticed();
            simulation.checkWhatEnded();
            final boolean left = simulation.hasSpoilt();
            assertThat(result).as("seed %d, spoilt: %s", seed, left).isEqualTo(left ? Activation.CORRUPT : 0);
            spoilt += left ? 1 : 0;
        }
    }

    private void runBare(final long seed) {
        try (Simulation simulation = new Simulation(seed, false, true)) {
            simulation.submit();
            final int result = simulation.runUntilNoticed();
            spoilt += simulation.hasSpoilt() ? 1 : 0;
            unnoticed += simulation.hasSpoilt() && result == 0 ? 1 : 0;
            taken += result == 0 && endedWrong(simulation) ? 1 : 0;
        }
    }

    private static boolean endedWrong(final Simulation simulation) {
        try {
            simulation.checkWhatEnded();
            return false;
        } catch (final AssertionError wrong) {
            return true;
        }
    }
}
