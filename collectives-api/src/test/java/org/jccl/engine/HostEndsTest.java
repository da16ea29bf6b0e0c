// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.IntStream;
import org.jccl.Communicator;
import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.buffer.BufferView;
import org.jccl.buffer.Memory;
import org.jccl.testing.EmulatedAccelerator;
import org.jccl.testing.EmulatedDevice;
import org.jccl.testing.Ranks;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranks that read each other's devices where one of them gives an array, or native memory, for its input or its output. */
@Timeout(60)
final class HostEndsTest {
    private static final long SEED = 20_270_404;
    private static final int RANKS = 3;

    private interface Body {
        void run(Communicator communicator, EmulatedDevice device);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1031, 300_007})
    void shouldGatherFromDevicesIntoAnArrayOfTheRoot(final int count) {
        spawn(count, (communicator, device) -> {
            final int[] all = new int[RANKS * count];
            communicator.gather(
                    device.view(0, count, DataType.INT32), communicator.rank() == 1 ? BufferView.of(all) : null, 1);
            if (communicator.rank() == 1) {
                assertThat(all).isEqualTo(allValues(count));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1031, 300_007})
    void shouldReduceFromDevicesIntoNativeMemoryOfTheRoot(final int count) {
        spawn(count, (communicator, device) -> {
            final ByteBuffer sum =
                    ByteBuffer.allocateDirect(count * Integer.BYTES).order(ByteOrder.nativeOrder());
            communicator.reduce(
                    device.view(0, count, DataType.INT32), BufferView.of(sum, DataType.INT32), ReduceOp.SUM, 0);
            for (int i = 0; communicator.rank() == 0 && i < count; i++) {
                assertThat(sum.getInt(i * Integer.BYTES)).isEqualTo(sum(i));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1031, 300_007})
    void shouldScatterAnArrayOfTheRootToDevices(final int count) {
        spawn(count, (communicator, device) -> {
            final BufferView input = communicator.rank() == 2 ? BufferView.of(allValues(count)) : null;
            communicator.scatter(input, device.view((long) count * Integer.BYTES, count, DataType.INT32), 2);
            for (int i = 0; i < count; i++) {
                assertThat(element(device, count + i)).isEqualTo(value(communicator.rank(), i));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1031, 300_007})
    void shouldReduceWhereOneRankGivesAnArrayAndAnotherTakesOne(final int count) {
        spawn(count, (communicator, device) -> {
            final int[] own = values(communicator.rank(), count);
            final int[] sum = new int[count];
            final BufferView input =
                    communicator.rank() == 0 ? BufferView.of(own) : device.view(0, count, DataType.INT32);
            final BufferView output = communicator.rank() == 1
                    ? BufferView.of(sum)
                    : device.view((long) count * Integer.BYTES, count, DataType.INT32);
            communicator.allReduce(input, output, ReduceOp.preMulSum(2));
            for (int i = 0; i < count; i++) {
                assertThat(communicator.rank() == 1 ? sum[i] : element(device, count + i))
                        .isEqualTo(2 * sum(i));
            }
        });
    }

    private static void spawn(final int count, final Body body) {
        Ranks.spawn(RANKS, "local", communicator -> {
            final EmulatedAccelerator accelerator = new EmulatedAccelerator(SEED + communicator.rank());
            try (EmulatedDevice device = EmulatedDevice.on(accelerator, 2L * count * Integer.BYTES, SEED, true)) {
                for (int i = 0; i < count; i++) {
                    Memory.putInt(device.behind((long) i * Integer.BYTES), value(communicator.rank(), i));
                }
                body.run(communicator, device);
                assertThat(device.pending()).isZero();
                communicator.barrier();
            }
        });
    }

    private static int element(final EmulatedDevice device, final int index) {
        return Memory.getInt(device.behind((long) index * Integer.BYTES));
    }

    private static int value(final int rank, final int index) {
        return (rank + 1) * 1_000_003 + index * 7;
    }

    private static int[] values(final int rank, final int count) {
        return IntStream.range(0, count).map(i -> value(rank, i)).toArray();
    }

    private static int[] allValues(final int count) {
        return IntStream.range(0, RANKS * count)
                .map(i -> value(i / count, i % count))
                .toArray();
    }

    private static int sum(final int index) {
        return IntStream.range(0, RANKS).map(rank -> value(rank, index)).sum();
    }
}
