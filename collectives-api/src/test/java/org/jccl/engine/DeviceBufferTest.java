// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.jccl.Communicator;
import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.buffer.BufferView;
import org.jccl.buffer.Memory;
import org.jccl.testing.EmulatedDevice;
import org.jccl.testing.Ranks;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Buffers on a device with an address space of its own and asynchronous copies, by the same plans as all others. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class DeviceBufferTest {
    private static final int RANKS = 3;
    private static final long SEED = 20_260_801;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 1031, 131_075, 1_000_003})
    void shouldAllReduceFromDeviceToDevice(final int count) {
        Ranks.spawn(RANKS, "local", communicator -> {
            try (EmulatedDevice device = device(2L * count * Integer.BYTES, communicator)) {
                fill(device, 0, count, communicator.rank());
                communicator.allReduce(
                        device.view(0, count, DataType.INT32),
                        device.view((long) count * Integer.BYTES, count, DataType.INT32),
                        ReduceOp.SUM);
                for (int i = 0; i < count; i++) {
                    assertThat(element(device, i)).isEqualTo(value(communicator.rank(), i));
                    assertThat(element(device, count + i)).as("element %d", i).isEqualTo(sum(i));
                }
                assertThat(device.pending()).isZero();
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1031, 131_075})
    void shouldAllReduceInPlaceOnTheDevice(final int count) {
        Ranks.spawn(RANKS, "shm", communicator -> {
            try (EmulatedDevice device = device((long) count * Integer.BYTES, communicator)) {
                fill(device, 0, count, communicator.rank());
                final BufferView view = device.view(0, count, DataType.INT32);
                communicator.allReduce(view, view, ReduceOp.SUM);
                for (int i = 0; i < count; i++) {
                    assertThat(element(device, i)).as("element %d", i).isEqualTo(sum(i));
                }
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1031, 131_075})
    void shouldGatherFromDevicesIntoAnArray(final int count) {
        Ranks.spawn(RANKS, "local", communicator -> {
            try (EmulatedDevice device = device((long) count * Integer.BYTES, communicator)) {
                fill(device, 0, count, communicator.rank());
                final int[] all = new int[RANKS * count];
                communicator.allGather(device.view(0, count, DataType.INT32), BufferView.of(all));
                for (int i = 0; i < all.length; i++) {
                    assertThat(all[i]).as("element %d", i).isEqualTo(value(i / count, i % count));
                }
            }
        });
    }

    private static EmulatedDevice device(final long lengthBytes, final Communicator communicator) {
        return new EmulatedDevice(lengthBytes, SEED + communicator.rank());
    }

    private static void fill(final EmulatedDevice device, final int first, final int count, final int rank) {
        for (int i = 0; i < count; i++) {
            Memory.putInt(device.behind((long) (first + i) * Integer.BYTES), value(rank, i));
        }
    }

    private static int element(final EmulatedDevice device, final int index) {
        return Memory.getInt(device.behind((long) index * Integer.BYTES));
    }

    private static int value(final int rank, final int index) {
        return (rank + 1) * 1_000_003 + index * 7;
    }

    private static int sum(final int index) {
        int sum = 0;
        for (int rank = 0; rank < RANKS; rank++) {
            sum += value(rank, index);
        }
        return sum;
    }
}
