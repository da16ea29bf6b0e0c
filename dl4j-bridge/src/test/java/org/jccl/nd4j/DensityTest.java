// SPDX-License-Identifier: Apache-2.0
package org.jccl.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DensityTest {
    private static boolean dense(final long[] shape, final long... strides) {
        return NdArrays.isDense(shape, strides);
    }

    @Test
    void shouldTakeAnyOrderOfDimensionsWithoutGaps() {
        final long[] shape = {4, 3, 2};
        assertThat(dense(shape, 6, 2, 1)).isTrue();
        assertThat(dense(shape, 1, 4, 12)).isTrue();
        assertThat(dense(shape, 3, 1, 12)).isTrue();
    }

    @Test
    void shouldRefuseGapsOverlapsAndRepetition() {
        assertThat(dense(new long[] {4}, 3)).isFalse();
        assertThat(dense(new long[] {4, 2}, 3, 1)).isFalse();
        assertThat(dense(new long[] {4, 3}, 0, 1)).isFalse();
        assertThat(dense(new long[] {4, 3}, 1, 1)).isFalse();
        assertThat(dense(new long[] {4}, -1)).isFalse();
    }

    @Test
    void shouldNotCareForStridesOfDimensionsOfLengthOne() {
        assertThat(dense(new long[] {1, 5, 1}, 99, 1, 7)).isTrue();
        assertThat(dense(new long[] {1, 1}, 3, 3)).isTrue();
        assertThat(dense(new long[] {})).isTrue();
    }
}
