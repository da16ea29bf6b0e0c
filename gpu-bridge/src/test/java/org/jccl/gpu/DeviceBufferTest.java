// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.buffer.BufferView;
import org.jccl.error.InvalidUsageException;
import org.jccl.testing.Ranks;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JCuda and all, over a driver that keeps device memory where the processor cannot reach it. */
@Timeout(60)
final class DeviceBufferTest {
    @BeforeEach
    void driver() {
        Pretended.require();
    }

    @Test
    void shouldListTheDevices() {
        assertThat(CudaBridge.unavailable()).isNull();
        assertThat(CudaBridge.driverVersion()).isEqualTo("12.6");
        assertThat(CudaBridge.devices())
                .containsExactly(
                        new CudaDevice(0, "Pretended device 0", 1 << 28, "9.0", "0000:3b:00.0", List.of(1)),
                        new CudaDevice(1, "Pretended device 1", 1 << 28, "9.0", "0000:3c:00.0", List.of(0)));
    }

    @ParameterizedTest
    @CsvSource({"local,1", "local,1031", "local,1000003", "shm,131075", "shm,1000003"})
    void shouldAllReduceFromDeviceToDeviceAndInPlace(final String transport, final int count) {
        Ranks.spawn(3, transport, communicator -> {
            final int device = communicator.rank() % 2;
            try (DeviceBuffer input = DeviceBuffer.allocate(device, count, DataType.INT32);
                    DeviceBuffer output = DeviceBuffer.allocate(1 - device, count, DataType.INT32)) {
                final int[] own = values(communicator.rank(), count);
                Pretended.fill(input, own);
                communicator.allReduce(input.view(), output.view(), ReduceOp.SUM);
                assertThat(Pretended.read(output)).isEqualTo(sum(count));
                assertThat(Pretended.read(input)).isEqualTo(own);
                communicator.allReduce(input.view(), input.view(), ReduceOp.SUM);
                assertThat(Pretended.read(input)).isEqualTo(sum(count));
            }
        });
    }

    @Test
    void shouldBroadcastAPartOfSomebodyElsesMemory() {
        Ranks.spawn(2, "local", communicator -> {
            try (DeviceBuffer all = DeviceBuffer.allocate(0, 3000, DataType.INT32)) {
                Pretended.fill(all, new int[3000]);
                final DeviceBuffer part =
                        DeviceBuffer.wrap(all.address(), 3000, DataType.INT32).slice(1000, 1000);
                if (communicator.rank() == 1) {
                    Pretended.fill(part, values(1, 1000));
                }
                communicator.broadcast(part.view(), part.view(), 1);
                assertThat(Pretended.read(all))
                        .isEqualTo(IntStream.range(0, 3000)
                                .map(i -> i < 1000 || i >= 2000 ? 0 : value(1, i - 1000))
                                .toArray());
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"local", "shm"})
    void shouldGatherIntoAnArrayOfTheRoot(final String transport) {
        Ranks.spawn(3, transport, communicator -> {
            try (DeviceBuffer own = DeviceBuffer.allocate(communicator.rank() % 2, 1031, DataType.INT32)) {
                Pretended.fill(own, values(communicator.rank(), 1031));
                final int[] all = new int[3 * 1031];
                communicator.gather(own.view(), BufferView.of(all), 0);
                if (communicator.rank() == 0) {
                    assertThat(all)
                            .isEqualTo(IntStream.range(0, all.length)
                                    .map(i -> value(i / 1031, i % 1031))
                                    .toArray());
                }
            }
        });
    }

    @Test
    void shouldTellHowMuchMemoryIsFree() {
        final long before = CudaBridge.freeBytes(1);
        try (DeviceBuffer some = DeviceBuffer.allocate(1, 1000, DataType.INT32)) {
            assertThat(CudaBridge.freeBytes(1)).isEqualTo(before - 4 * some.count());
        }
        assertThat(CudaBridge.freeBytes(1)).isEqualTo(before);
    }

    @Test
    void shouldFindTheDeviceThatMemoryIsOf() {
        try (DeviceBuffer there = DeviceBuffer.allocate(1, 10, DataType.INT8)) {
            assertThat(DeviceBuffer.wrap(there.address() + 5, 5, DataType.INT8).device())
                    .isEqualTo(1);
        }
    }

    @Test
    void shouldRefuseWhatIsNoMemoryOfADevice() {
        assertThatThrownBy(() -> DeviceBuffer.wrap(0x1234, 1, DataType.INT32))
                .isInstanceOf(CudaException.class)
                .hasMessageContainingAll("cuPointerGetAttribute of 0x1234", "CUDA_ERROR_INVALID_VALUE");
    }

    @Test
    void shouldRefuseAFreedPointer() {
        final DeviceBuffer gone = DeviceBuffer.allocate(0, 10, DataType.INT32);
        gone.close();
        gone.close();
        assertThatThrownBy(() -> DeviceBuffer.wrap(gone.address(), 10, DataType.INT32))
                .isInstanceOf(CudaException.class);
    }

    @Test
    void shouldSayWhichDeviceHasNoMemoryLeft() {
        assertThatThrownBy(() -> DeviceBuffer.allocate(1, 1L << 40, DataType.INT64))
                .isInstanceOf(CudaException.class)
                .hasMessageContainingAll("8796093022208 bytes on device 1", "CUDA_ERROR_OUT_OF_MEMORY");
    }

    @Test
    void shouldRefuseADeviceThatThereIsNot() {
        assertThatThrownBy(() -> DeviceBuffer.allocate(7, 1, DataType.INT32))
                .isInstanceOf(CudaException.class)
                .hasMessageContainingAll("cuDeviceGet", "CUDA_ERROR_INVALID_DEVICE");
    }

    @Test
    void shouldRefuseABufferOfNothing() {
        assertThatThrownBy(() -> DeviceBuffer.allocate(0, 0, DataType.INT32)).isInstanceOf(InvalidUsageException.class);
    }

    private static int value(final int rank, final int index) {
        return (rank + 1) * 1_000_003 + index * 7;
    }

    private static int[] values(final int rank, final int count) {
        return IntStream.range(0, count).map(i -> value(rank, i)).toArray();
    }

    private static int[] sum(final int count) {
        return IntStream.range(0, count)
                .map(i -> value(0, i) + value(1, i) + value(2, i))
                .toArray();
    }
}
