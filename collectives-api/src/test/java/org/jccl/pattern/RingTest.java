// SPDX-License-Identifier: Apache-2.0
package org.jccl.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class RingTest {
    @Test
    void shouldCountPlacesAroundTheCircle() {
        for (int size = 1; size <= 100; size++) {
            for (int rank = 0; rank < size; rank++) {
                int walked = rank;
                for (int distance = 0; distance <= size; distance++) {
                    assertThat(Ring.after(rank, distance, size))
                            .as("%d places after %d of %d", distance, rank, size)
                            .isEqualTo(walked);
                    assertThat(Ring.before(walked, distance, size))
                            .as("%d places before %d of %d", distance, walked, size)
                            .isEqualTo(rank);
                    walked = walked + 1 == size ? 0 : walked + 1;
                }
            }
        }
    }
}
