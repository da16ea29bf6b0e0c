// SPDX-License-Identifier: Apache-2.0
package org.jccl.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class BruckTest {
    private static final int LARGEST = 1024;

    @Test
    void shouldPassOnAsMuchAsIsHeldUntilEveryoneHoldsAll() {
        for (int size = 1; size <= LARGEST; size++) {
            int held = 1;
            for (int round = 0; round < Dissemination.rounds(size); round++) {
                final int passed = Bruck.passed(round, size);
                assertThat(passed).as("round %d of %d", round, size).isBetween(1, held);
                held += passed;
            }
            assertThat(held).isEqualTo(size);
        }
    }

    @Test
    void shouldBeAsDeepAsTheLongestChainOfMessages() {
        for (int size = 1; size <= LARGEST; size++) {
            // How deep each block on a rank is; block b is the one of the rank b places after.
            final int[] depth = new int[size];
            int held = 1;
            for (int round = 0; round < Dissemination.rounds(size); round++) {
                final int passed = Bruck.passed(round, size);
                final int deepest =
                        IntStream.range(0, passed).map(b -> depth[b]).max().orElseThrow();
                Arrays.fill(depth, held, held + passed, deepest + 1);
                held += passed;
            }
            assertThat(Bruck.depth(size))
                    .as("depth of %d", size)
                    .isEqualTo(Arrays.stream(depth).max().orElseThrow());
        }
    }

    @Test
    void shouldCountTheDistancesWithTheDigitOfTheRound() {
        for (int size = 1; size <= LARGEST; size++) {
            for (int round = 0; round < Dissemination.rounds(size); round++) {
                final int digit = 1 << round;
                final long counted = IntStream.range(0, size)
                        .filter(distance -> (distance & digit) != 0)
                        .count();
                assertThat(Bruck.travelling(round, size))
                        .as("round %d of %d", round, size)
                        .isEqualTo((int) counted)
                        .isLessThanOrEqualTo(size / 2);
            }
        }
    }
}
