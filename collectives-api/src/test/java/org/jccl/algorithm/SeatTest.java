// SPDX-License-Identifier: Apache-2.0
package org.jccl.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import org.jccl.schedule.Groups;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
final class SeatTest {
    /** Host 0 has ranks 0 and 4, host 1 has 1, 2, 5, 6 and 7, host 2 has 3 and 8. */
    private final Groups groups = Groups.of(new int[] {0, 1, 1, 2, 0, 1, 1, 1, 2});

    @Test
    void shouldHaveAsManyColumnsAsTheLargestHostHasRanks() {
        assertThat(Seat.columns(groups)).isEqualTo(5);
    }

    @Test
    void shouldGiveEveryColumnOneOwnerOnEachHost() {
        for (int rank = 0; rank < groups.size(); rank++) {
            final Seat seat = new Seat(groups, rank);
            for (int columns = 0; columns <= 7; columns++) {
                int owned = 0;
                for (int column = 0; column < columns; column++) {
                    if (seat.owners(column)[seat.host()] == rank) {
                        assertThat(seat.column(owned++)).isEqualTo(column);
                    }
                }
                assertThat(seat.owned(columns))
                        .as("columns of rank %d below %d", rank, columns)
                        .isEqualTo(owned);
            }
        }
    }

    @Test
    void shouldFindMatesInACircle() {
        final Seat seat = new Seat(groups, 5);
        assertThat(seat.mates()).isEqualTo(4);
        assertThat(seat.mate(0)).isEqualTo(6);
        assertThat(seat.mate(2)).isEqualTo(1);
        assertThat(new Seat(groups, 3).mate(0)).isEqualTo(8);
    }
}
