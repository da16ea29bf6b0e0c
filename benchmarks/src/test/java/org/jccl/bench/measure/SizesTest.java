// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class SizesTest {
    @Test
    void shouldMultiplyByTheFactor() {
        assertThat(new Sizes(8, 600, 4, 0)).containsExactly(8L, 32L, 128L, 512L);
    }

    @Test
    void shouldAddTheIncrementRatherThanMultiply() {
        assertThat(new Sizes(8, 32, 2, 8)).containsExactly(8L, 16L, 24L, 32L);
    }

    @Test
    void shouldGiveOneSizeWhereFirstIsLast() {
        assertThat(new Sizes(64, 64, 2, 0)).containsExactly(64L);
    }

    @Test
    void shouldEndAtZeroBytesWhichNoFactorEnlarges() {
        assertThat(new Sizes(0, 64, 2, 0)).containsExactly(0L);
    }

    @Test
    void shouldEndBeforeItOverflows() {
        assertThat(new Sizes(Long.MAX_VALUE / 2, Long.MAX_VALUE, 2, 0))
                .containsExactly(Long.MAX_VALUE / 2, Long.MAX_VALUE - 1);
    }

    @Test
    void shouldRefuseWhatDoesNotGrow() {
        assertThatThrownBy(() -> new Sizes(8, 64, 1, 0)).hasMessageContaining("-f at least 2");
        assertThatThrownBy(() -> new Sizes(64, 8, 2, 0)).hasMessageContaining("from 64 to 8 bytes");
    }
}
