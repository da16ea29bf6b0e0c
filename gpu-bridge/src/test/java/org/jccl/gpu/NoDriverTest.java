// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jccl.DataType;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class NoDriverTest {
    @BeforeEach
    void noDriver() {
        Assumptions.assumeFalse(Files.exists(Path.of("/dev/nvidiactl")), "this machine has a driver");
    }

    @Test
    void shouldSayWhatIsMissingAndWhatToDo() {
        assertThat(CudaBridge.unavailable()).contains("libcuda.so.1", "install NVIDIA's driver");
        assertThat(CudaBridge.unavailable()).doesNotContain("\n");
        assertThat(CudaBridge.devices()).isEmpty();
        assertThat(CudaBridge.driverVersion()).isEqualTo("none");
    }

    @Test
    void shouldSayTheSameToWhoGoesOnAllTheSame() {
        assertThatThrownBy(() -> DeviceBuffer.allocate(0, 1, DataType.INT32))
                .isInstanceOf(CudaException.class)
                .hasMessage(CudaBridge.unavailable());
        assertThatThrownBy(() -> DeviceBuffer.wrap(1L << 62, 1, DataType.INT32))
                .isInstanceOf(CudaException.class)
                .hasMessage(CudaBridge.unavailable());
    }
}
