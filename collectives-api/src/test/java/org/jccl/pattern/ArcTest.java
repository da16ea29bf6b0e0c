// SPDX-License-Identifier: Apache-2.0
package org.jccl.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class ArcTest {
    @Test
    void shouldCoverItsPlacesInOrderWithTwoPieces() {
        for (int size = 1; size <= 40; size++) {
            for (int first = 0; first < size; first++) {
                for (int count = 0; count <= size; count++) {
                    final int start = first;
                    final int places = size;
                    final Arc arc = new Arc(first, count, size);
                    final int[] walked = IntStream.range(0, count)
                            .map(i -> (start + i) % places)
                            .toArray();
                    final int[] pieces = IntStream.concat(
                                    IntStream.range(first, first + arc.head()), IntStream.range(0, arc.tail()))
                            .toArray();
                    assertThat(pieces).as("%s", arc).isEqualTo(walked);
                }
            }
        }
    }
}
