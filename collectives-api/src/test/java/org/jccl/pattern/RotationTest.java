// SPDX-License-Identifier: Apache-2.0
package org.jccl.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class RotationTest {
    @Test
    void shouldCallTheRootZeroAndCountOnInACircle() {
        for (int size = 1; size <= 100; size++) {
            for (int root = 0; root < size; root++) {
                final Rotation rotation = new Rotation(size, root);
                for (int label = 0; label < size; label++) {
                    assertThat(rotation.rank(label)).isEqualTo((root + label) % size);
                    assertThat(rotation.label(rotation.rank(label))).isEqualTo(label);
                }
            }
        }
    }
}
