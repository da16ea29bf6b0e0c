// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jccl.DataType;
import org.jccl.buffer.Accelerator;
import org.jccl.buffer.Memory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** References between ranks of one process. */
@Timeout(60)
final class ReferenceTest {
    private final long reference = Memory.allocate(Accelerator.REFERENCE_BYTES);

    @BeforeEach
    void driver() {
        Pretended.require();
    }

    @AfterEach
    void free() {
        Memory.free(reference);
    }

    @Test
    void shouldLeadToAPlaceWithinAnAllocation() {
        try (DeviceBuffer there = DeviceBuffer.allocate(0, 100, DataType.INT32)) {
            final DeviceBuffer part = there.slice(50, 50);
            DeviceContext.of(0).arithmetic().refer(part.address(), reference);
            assertThat(DeviceContext.of(1).arithmetic().resolve(reference)).isEqualTo(part.address());
        }
    }

    @Test
    void shouldNotLeadToWhatWasFreed() {
        referToFreed();
        assertThatThrownBy(() -> DeviceContext.of(1).arithmetic().resolve(reference))
                .isInstanceOf(CudaException.class)
                .hasMessageContaining("cuPointerGetAttribute");
    }

    @Test
    void shouldNotLeadToWhatLiesThereNow() {
        final long freed = referToFreed();
        try (DeviceBuffer now = DeviceBuffer.allocate(0, 101, DataType.INT32)) {
            assertThat(now.address()).isEqualTo(freed);
            assertThatThrownBy(() -> DeviceContext.of(1).arithmetic().resolve(reference))
                    .isInstanceOf(CudaException.class)
                    .hasMessageContaining("was freed before it was read");
        }
    }

    private long referToFreed() {
        try (DeviceBuffer gone = DeviceBuffer.allocate(0, 101, DataType.INT32)) {
            DeviceContext.of(0).arithmetic().refer(gone.address(), reference);
            return gone.address();
        }
    }
}
