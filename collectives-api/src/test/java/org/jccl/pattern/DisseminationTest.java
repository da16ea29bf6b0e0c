// SPDX-License-Identifier: Apache-2.0
package org.jccl.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class DisseminationTest {
    @Test
    void shouldTellEveryoneEverythingInTheFewestRounds() {
        for (int size = 1; size <= 256; size++) {
            BitSet[] heard = new BitSet[size];
            for (int rank = 0; rank < size; rank++) {
                heard[rank] = new BitSet();
                heard[rank].set(rank);
            }
            for (int round = 0; round < Dissemination.rounds(size); round++) {
                assertThat(heard[0].cardinality())
                        .as("known early, of %d", size)
                        .isLessThan(size);
                heard = told(heard, round);
            }
            for (int rank = 0; rank < size; rank++) {
                assertThat(heard[rank].cardinality())
                        .as("heard by %d of %d", rank, size)
                        .isEqualTo(size);
            }
        }
    }

    private static BitSet[] told(final BitSet[] heard, final int round) {
        final int size = heard.length;
        final BitSet[] next = new BitSet[size];
        for (int rank = 0; rank < size; rank++) {
            final int teller = Dissemination.from(rank, round, size);
            assertThat(Dissemination.to(teller, round, size)).isEqualTo(rank);
            next[rank] = (BitSet) heard[rank].clone();
            next[rank].or(heard[teller]);
        }
        return next;
    }

    @Test
    void shouldNeedTheBinaryLogarithmOfTheSizeRoundedUp() {
        for (int size = 1; size <= 1 << 16; size++) {
            final int rounds = Dissemination.rounds(size);
            assertThat(1 << rounds).as("2^rounds of %d", size).isGreaterThanOrEqualTo(size);
            assertThat((1 << rounds) / 2).as("half of it").isLessThan(size);
        }
    }
}
