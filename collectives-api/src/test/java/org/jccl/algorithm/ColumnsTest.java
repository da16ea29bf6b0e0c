// SPDX-License-Identifier: Apache-2.0
package org.jccl.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import org.jccl.schedule.Groups;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
final class ColumnsTest {
    private final Groups groups = Groups.of(new int[] {0, 1, 1, 2, 0, 1, 1, 1, 2});
    private final Columns columns = new Columns(groups);

    @Test
    void shouldHaveAsManyColumnsAsTheLargestGroupHasMembers() {
        assertThat(columns.count()).isEqualTo(5);
    }

    @Test
    void shouldGiveEveryColumnOneOwnerInEachGroup() {
        for (int rank = 0; rank < groups.size(); rank++) {
            for (int some = 0; some <= 7; some++) {
                int owned = 0;
                for (int column = 0; column < some; column++) {
                    if (columns.owners(column)[groups.groupOf(rank)] == rank) {
                        assertThat(columns.column(rank, owned++)).isEqualTo(column);
                    }
                }
                assertThat(columns.owned(rank, some))
                        .as("columns of rank %d below %d", rank, some)
                        .isEqualTo(owned);
            }
        }
    }

    @Test
    void shouldFindMatesInACircle() {
        assertThat(columns.mate(5, 1)).isEqualTo(6);
        assertThat(columns.mate(5, 3)).isEqualTo(1);
        assertThat(columns.mate(3, 1)).isEqualTo(8);
    }
}
