// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class NoDeviceTest {
    @BeforeEach
    void driver() {
        Pretended.require();
    }

    @Test
    void shouldSayThatTheDriverFindsNoDevice() {
        assertThat(CudaBridge.unavailable()).contains("finds no device", "CUDA_VISIBLE_DEVICES");
        assertThat(CudaBridge.devices()).isEmpty();
    }
}
