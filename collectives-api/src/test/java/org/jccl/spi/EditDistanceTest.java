// SPDX-License-Identifier: Apache-2.0
package org.jccl.spi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(10)
class EditDistanceTest {
    @ParameterizedTest
    @CsvSource({
        "'', '', 0",
        "'', abc, 3",
        "slab, slab, 0",
        "slab, slap, 1",
        "slab, salb, 1",
        "timout, timeout, 1",
        "kitten, sitting, 3",
        "ca, abc, 3"
    })
    void shouldCountEdits(final String one, final String other, final int edits) {
        assertThat(EditDistance.between(one, other)).isEqualTo(edits);
        assertThat(EditDistance.between(other, one)).isEqualTo(edits);
    }
}
