// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NeighboursTest {
    private static final int LARGEST = 70;

    @Test
    void shouldJoinRanksAtPowersOfTwo() {
        assertThat(Neighbours.of(0, 1)).isEmpty();
        assertThat(Neighbours.of(0, 2)).containsExactly(1);
        assertThat(Neighbours.of(0, 3)).containsExactly(1, 2);
        assertThat(Neighbours.of(0, 10)).containsExactly(1, 2, 4, 6, 8, 9);
        assertThat(Neighbours.of(9, 10)).containsExactly(0, 1, 3, 5, 7, 8);
    }

    @Test
    void shouldJoinEveryPairFromBothSides() {
        for (int size = 1; size <= LARGEST; size++) {
            for (int rank = 0; rank < size; rank++) {
                final int here = rank;
                final int ranks = size;
                assertThat(IntStream.of(Neighbours.of(rank, size)))
                        .as("neighbours of %d of %d", rank, size)
                        .allMatch(neighbour ->
                                IntStream.of(Neighbours.of(neighbour, ranks)).anyMatch(back -> back == here));
            }
        }
    }

    @Test
    void shouldBringMessagesToEveryRankInFewHops() {
        for (int size = 2; size <= LARGEST; size++) {
            final int mostHops = 32 - Integer.numberOfLeadingZeros(size - 1);
            for (int to = 0; to < size; to++) {
                int hops = 0;
                for (int at = 0; at != to; at = Neighbours.nextHop(at, to, size, Neighbours.of(at, size))) {
                    hops++;
                    assertThat(hops).as("hops to %d of %d", to, size).isLessThanOrEqualTo(mostHops);
                }
            }
        }
    }

    @Test
    void shouldSayWhenNoNeighbourIsCloser() {
        final int[] farther =
                Arrays.stream(Neighbours.of(0, 16)).filter(rank -> rank > 4).toArray();
        assertThat(Neighbours.nextHop(0, 3, 16, farther)).isEqualTo(-1);
    }
}
