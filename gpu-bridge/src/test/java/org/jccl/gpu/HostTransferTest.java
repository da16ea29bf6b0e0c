// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import org.jccl.DataType;
import org.jccl.buffer.BufferView;
import org.jccl.error.InvalidUsageException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class HostTransferTest {
    @BeforeEach
    void driver() {
        Pretended.require();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 262_144, 262_145, 1_000_003})
    void shouldCarryAnArrayThereAndBackInPieces(final int count) {
        try (DeviceBuffer buffer = DeviceBuffer.allocate(1, count, DataType.INT32)) {
            final int[] values = IntStream.range(0, count).map(i -> i * 31 + 7).toArray();
            buffer.copyFrom(BufferView.of(values));
            final int[] back = new int[count + 2];
            buffer.copyTo(new BufferView().wrap(back, 1, count));
            assertThat(back).startsWith(0, 7).endsWith((count - 1) * 31 + 7, 0);
            assertThat(Pretended.read(buffer)).isEqualTo(values);
        }
    }

    @Test
    void shouldCarryNativeMemoryIntoAPartOfABuffer() {
        try (DeviceBuffer buffer = DeviceBuffer.allocate(0, 4, DataType.INT32)) {
            buffer.copyFrom(BufferView.of(new int[4]));
            final ByteBuffer ones = ByteBuffer.allocateDirect(8).putLong(0, -1);
            buffer.slice(1, 2).copyFrom(BufferView.of(ones, DataType.UINT8));
            assertThat(Pretended.read(buffer)).containsExactly(0, -1, -1, 0);

            final ByteBuffer back = ByteBuffer.allocateDirect(8);
            buffer.slice(2, 2).copyTo(BufferView.of(back, DataType.UINT8));
            assertThat(back.getInt(0)).isEqualTo(-1);
            assertThat(back.getInt(4)).isZero();
        }
    }

    @Test
    void shouldRefuseAnotherLengthAndReadOnlyMemoryAndDevices() {
        try (DeviceBuffer buffer = DeviceBuffer.allocate(0, 4, DataType.INT32)) {
            assertThatThrownBy(() -> buffer.copyFrom(BufferView.of(new int[3])))
                    .isInstanceOf(InvalidUsageException.class)
                    .hasMessageContainingAll("int32 x 4", "int32 x 3");
            assertThatThrownBy(() -> buffer.copyTo(buffer.view())).isInstanceOf(InvalidUsageException.class);
            final ByteBuffer fixed = ByteBuffer.allocateDirect(16).asReadOnlyBuffer();
            assertThatThrownBy(() -> buffer.copyTo(BufferView.of(fixed, DataType.UINT8)))
                    .isInstanceOf(InvalidUsageException.class)
                    .hasMessageContaining("read-only");
        }
    }
}
