// SPDX-License-Identifier: Apache-2.0
package org.jccl.rdma;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntUnaryOperator;
import org.jccl.Communicator;
import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.buffer.Memory;
import org.jccl.testing.EmulatedAccelerator;
import org.jccl.testing.EmulatedDevice;
import org.jccl.testing.Ranks;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fabric between the memory of devices: UCX moves it, and nothing goes through staging memory. */
@ExtendWith(RequiresUcx.class)
@Timeout(60)
final class DeviceMemoryTest {
    private static final long SEED = 20_270_402;

    @ParameterizedTest
    @CsvSource({"2, 1", "2, 1000", "3, 65537", "2, 1500000", "4, 700001"})
    void shouldMoveItBetweenDevices(final int ranks, final int count) {
        Ranks.spawn(ranks, "rdma", communicator -> {
            final EmulatedAccelerator accelerator = EmulatedAccelerator.visible(SEED + communicator.rank());
            final int rank = communicator.rank();
            final long blocks = (long) count * ranks;
            try (EmulatedDevice device = EmulatedDevice.on(accelerator, 2 * blocks * Integer.BYTES, SEED, true)) {
                fill(device, 0, count, i -> i + rank);
                reduce(communicator, device, count);
                assertAll(device, 0, count, i -> ranks * i + ranks * (ranks - 1) / 2);
                fill(device, blocks, count, i -> i ^ rank);
                communicator.allGather(
                        device.view(blocks * Integer.BYTES, count, DataType.INT32),
                        device.view(0, blocks, DataType.INT32));
                assertAll(device, 0, (int) blocks, i -> i % count ^ i / count);
                assertThat(accelerator.begun()).as("done on the device").isPositive();
                communicator.barrier();
            }
        });
    }

    private static void reduce(final Communicator communicator, final EmulatedDevice device, final int count) {
        communicator.allReduce(
                device.view(0, count, DataType.INT32), device.view(0, count, DataType.INT32), ReduceOp.SUM);
    }

    private static void fill(
            final EmulatedDevice device, final long first, final int count, final IntUnaryOperator value) {
        for (int i = 0; i < count; i++) {
            Memory.putInt(device.behind((first + i) * Integer.BYTES), value.applyAsInt(i));
        }
    }

    private static void assertAll(
            final EmulatedDevice device, final long first, final int count, final IntUnaryOperator value) {
        for (int i = 0; i < count; i++) {
            if (Memory.getInt(device.behind((first + i) * Integer.BYTES)) != value.applyAsInt(i)) {
                throw new AssertionError("element " + i + " is "
                        + Memory.getInt(device.behind((first + i) * Integer.BYTES)) + ", not " + value.applyAsInt(i));
            }
        }
    }
}
