// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class BlocksTest {
    @Test
    void shouldDivideAllElementsInTheProportionsOneTwoThree() {
        assertThat(Blocks.ragged(4, 700).shares()).containsExactly(100, 200, 300, 100);
    }

    @Test
    void shouldLoseNoElementWhateverTheRanks() {
        for (int ranks = 1; ranks <= 64; ranks++) {
            for (final long total : new long[] {0, 1, ranks, 1009, 1L << 40}) {
                final Blocks blocks = Blocks.ragged(ranks, total);
                assertThat(blocks.total())
                        .as("%d elements, %d ranks", total, ranks)
                        .isEqualTo(total);
                assertThat(LongStream.of(blocks.shares())).allMatch(share -> share >= 0);
            }
        }
    }

    @Test
    void shouldHaveEveryRankReceiveWhatTheOthersSend() {
        final Blocks blocks = Blocks.ragged(5, 1000);
        for (int from = 0; from < 5; from++) {
            assertThat(Blocks.sum(blocks.sendCounts(from), 5)).isEqualTo(1000);
            for (int to = 0; to < 5; to++) {
                assertThat(blocks.receiveCounts(to)[from]).isEqualTo(blocks.sendCounts(from)[to]);
            }
        }
    }
}
