// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.buffer.Memory;
import org.jccl.reduce.Kernel;
import org.jccl.reduce.Kernels;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The device's kernels against the host's, bit for bit, over the driver that pretends. */
@Timeout(60)
final class DeviceKernelsTest {
    private static final int[] OPERANDS = {1, 2, 3, 4, 5, 8, 17, 64};
    private static final int[] COUNTS = {0, 1, 7, 1031};
    private static final int[] RANKS = {0, 1, 2, 3, 7};
    private static final double[] SCALARS = {
        1,
        -1.37,
        1.0 / 3,
        -0.0,
        1e300,
        -0x1p-1060,
        0x1p62,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY
    };
    private static final int IMAGE_BYTES = 65 * 1100 * Long.BYTES;
    /** Vectors for more threads than the pretended device runs at once, three times, and some. */
    private static final int MANY_BYTES = 3 * 4 * 2048 * LaunchParameters.VECTOR_BYTES + 1000;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final List<Long> tables = new ArrayList<>();
    private DeviceImage image;
    private DeviceKernels kernels;

    @BeforeEach
    void device() {
        Pretended.requireKernels();
        image = new DeviceImage(IMAGE_BYTES);
        kernels = image.context.kernels();
    }

    @AfterEach
    void free() {
        tables.forEach(Memory::free);
        if (image != null) {
            image.close();
        }
    }

    static Stream<Arguments> combinations() {
        final List<ReduceOp> ops = List.of(
                ReduceOp.SUM,
                ReduceOp.PROD,
                ReduceOp.MIN,
                ReduceOp.MAX,
                ReduceOp.AVG,
                ReduceOp.BAND,
                ReduceOp.BOR,
                ReduceOp.BXOR,
                ReduceOp.preMulSum(2));
        return Stream.of(DataType.values())
                .flatMap(type -> ops.stream().filter(op -> op.supports(type)).map(op -> Arguments.of(type, op)));
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void shouldCombineAsTheHostDoes(final DataType type, final ReduceOp op) {
        for (final int operands : OPERANDS) {
            for (final int count : COUNTS) {
                for (final Layout layout : Layout.values()) {
                    for (final int ranks : op == ReduceOp.AVG ? RANKS : new int[] {0}) {
                        combine(type, op, operands, count, layout, ranks);
                    }
                }
            }
        }
    }

    private void combine(
            final DataType type,
            final ReduceOp op,
            final int operands,
            final int count,
            final Layout layout,
            final int ranks) {
        final long[] at = layout.offsets(operands + 1, count, type.sizeBytes());
        if (random.nextBoolean()) {
            at[operands] = at[random.nextInt(operands)];
        }
        image.randomise(random, type, layout.bytes(operands + 1, count, type.sizeBytes()));
        final long onDevice = table(image.deviceAddress(), at);
        image.run(() -> kernels.combine(
                image.stream,
                type,
                op.kind(),
                onDevice,
                operands,
                Memory.getLong(onDevice + (long) operands * Long.BYTES),
                count,
                ranks));

        final long onHost = table(image.hostAddress(), at);
        final long destination = Memory.getLong(onHost + (long) operands * Long.BYTES);
        final Kernel host = Kernels.of(type, op);
        host.combine(onHost, operands, destination, count);
        if (ranks > 0) {
            host.finish(destination, count, ranks);
        }
        compare(
                (operands > 1 || ranks > 0) && choosesNan(type, op),
                type,
                at[operands],
                count,
                layout.bytes(operands + 1, count, type.sizeBytes()),
                "%s %s of %d operands, %d elements, %s, over %d ranks, seed %d"
                        .formatted(op, type, operands, count, layout, ranks, seed));
        free(onDevice, onHost);
    }

    @ParameterizedTest
    @EnumSource
    void shouldPrepareAsTheHostDoes(final DataType type) {
        for (final double scalar : SCALARS) {
            for (final int count : COUNTS) {
                for (final Layout layout : Layout.values()) {
                    prepare(type, scalar, count, layout);
                }
            }
        }
    }

    private void prepare(final DataType type, final double scalar, final int count, final Layout layout) {
        final ReduceOp op = ReduceOp.preMulSum(scalar);
        final int bytes = layout.bytes(2, count, type.sizeBytes());
        final long[] at = layout.offsets(2, count, type.sizeBytes());
        final long to = at[random.nextInt(2)];
        image.randomise(random, type, bytes);
        image.run(() -> kernels.prepare(
                image.stream, type, scalar, image.deviceAddress() + at[0], image.deviceAddress() + to, count));
        Kernels.of(type, op).prepare(image.hostAddress() + at[0], image.hostAddress() + to, count);
        compare(
                choosesNan(type, op),
                type,
                to,
                count,
                bytes,
                "prepare %s by %s, %d elements, %s, seed %d".formatted(type, scalar, count, layout, seed));
    }

    @ParameterizedTest
    @EnumSource(names = {"UINT8", "FLOAT16", "FLOAT32", "FLOAT64"})
    void shouldCombineMoreThanTheThreadsOfAGrid(final DataType type) {
        try (DeviceImage large = new DeviceImage(3 * MANY_BYTES)) {
            image.close();
            image = large;
            for (final int step : new int[] {MANY_BYTES, MANY_BYTES - type.sizeBytes()}) {
                final long[] at = {0, step, 2L * step};
                final int count = (MANY_BYTES - 64) / type.sizeBytes();
                image.randomise(random, type, 3 * MANY_BYTES);
                final long onDevice = table(image.deviceAddress(), at);
                image.run(() -> kernels.combine(
                        image.stream, type, ReduceOp.Kind.MAX, onDevice, 2, image.deviceAddress() + at[2], count, 0));
                final long onHost = table(image.hostAddress(), at);
                Kernels.of(type, ReduceOp.MAX).combine(onHost, 2, image.hostAddress() + at[2], count);
                compare(false, type, at[2], count, 3 * MANY_BYTES, type + ", seed " + seed);
                free(onDevice, onHost);
            }
        }
    }

    @Test
    void shouldTakeAnotherReductionBeforeTheFirstHasRun() {
        image.randomise(random, DataType.INT32, 4000);
        final long device = image.deviceAddress();
        final long first = table(device, 0, 1000);
        final long second = table(device, 2000, 3000);
        image.run(() -> {
            kernels.combine(image.stream, DataType.INT32, ReduceOp.Kind.SUM, first, 2, device, 250, 0);
            kernels.combine(image.stream, DataType.INT32, ReduceOp.Kind.BXOR, second, 2, device + 2000, 250, 0);
        });
        final long host = image.hostAddress();
        Kernels.of(DataType.INT32, ReduceOp.SUM).combine(table(host, 0, 1000), 2, host, 250);
        Kernels.of(DataType.INT32, ReduceOp.BXOR).combine(table(host, 2000, 3000), 2, host + 2000, 250);
        compare(false, DataType.INT32, 0, 250, 4000, "seed " + seed);
    }

    @Test
    void shouldCallNothingForNoElements() {
        // in no context, which every call of the driver's would refuse
        kernels.combine(image.stream, DataType.INT32, ReduceOp.Kind.SUM, table(0, 0, 0), 2, 0, 0, 0);
        kernels.prepare(image.stream, DataType.INT32, 2, 0, 0, 0);
    }

    @Test
    void shouldNameTheCallThatFailed() {
        final long beyond = table(image.deviceAddress(), 0, IMAGE_BYTES - 4);
        image.run(() -> assertThatThrownBy(() -> kernels.combine(
                        image.stream, DataType.INT32, ReduceOp.Kind.SUM, beyond, 2, image.deviceAddress(), 2, 0))
                .isInstanceOf(CudaException.class)
                .hasMessageContainingAll("cuLaunchKernel", "CUDA_ERROR_ILLEGAL_ADDRESS"));
        assertThatThrownBy(() -> kernels.prepare(
                        image.stream, DataType.INT32, 2, image.deviceAddress(), image.deviceAddress(), 2))
                .isInstanceOf(CudaException.class)
                .hasMessageContaining("CUDA_ERROR_INVALID_CONTEXT");
    }

    @Test
    void shouldRefuseMoreOperandsThanAKernelTakes() {
        assertThatThrownBy(() -> kernels.combine(image.stream, DataType.INT32, ReduceOp.Kind.SUM, 0, 65, 0, 1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65 operands");
    }

    @Test
    void shouldSupportAllButUsersOperators() {
        final ReduceOp own = ReduceOp.of("own", true, (accumulator, operand, count, type) -> {});
        assertThat(DeviceKernels.supports(DataType.FLOAT8_E4M3, ReduceOp.AVG)).isTrue();
        assertThat(DeviceKernels.supports(DataType.INT8, ReduceOp.BXOR)).isTrue();
        assertThat(DeviceKernels.supports(DataType.FLOAT32, ReduceOp.BXOR)).isFalse();
        assertThat(DeviceKernels.supports(DataType.FLOAT32, own)).isFalse();
    }

    /** Where a vector's operands begin, relative to addresses that 16 divides. */
    private enum Layout {
        ALIGNED,
        /** One element behind, all of them. */
        ALIGNED_LATER,
        /** Each by a number of elements of its own. */
        APART,
        /** By bytes, even between those of an element. */
        ODD;

        int bytes(final int operands, final int count, final int sizeBytes) {
            return operands * stride(count, sizeBytes);
        }

        private static int stride(final int count, final int sizeBytes) {
            return count * sizeBytes + 79 & -16;
        }

        long[] offsets(final int operands, final int count, final int sizeBytes) {
            final long[] offsets = new long[operands];
            for (int k = 0; k < operands; k++) {
                final int shift = switch (this) {
                    case ALIGNED -> 0;
                    case ALIGNED_LATER -> sizeBytes;
                    case APART -> k % 5 * sizeBytes;
                    case ODD -> 1 + k % 3;
                };
                offsets[k] = (long) k * stride(count, sizeBytes) + shift;
            }
            return offsets;
        }
    }

    /** Those addresses in native memory. */
    private long table(final long base, final long... offsets) {
        final long table = Memory.allocate((long) offsets.length * Long.BYTES);
        for (int k = 0; k < offsets.length; k++) {
            Memory.putLong(table + (long) k * Long.BYTES, base + offsets[k]);
        }
        tables.add(table);
        return table;
    }

    private void free(final long... done) {
        for (final long table : done) {
            tables.remove(table);
            Memory.free(table);
        }
    }

    /** Whether which NaN comes out is left open, as {@link Kernel} says. */
    private static boolean choosesNan(final DataType type, final ReduceOp op) {
        return (type == DataType.FLOAT32 || type == DataType.FLOAT64)
                && op.kind() != ReduceOp.Kind.MIN
                && op.kind() != ReduceOp.Kind.MAX;
    }

    /** The elements of a result, and that all around is what it was. */
    private void compare(
            final boolean anyNan,
            final DataType type,
            final long destination,
            final int count,
            final int bytes,
            final String what) {
        final ByteBuffer found = image.found(bytes);
        final long expected = image.hostAddress();
        for (int i = 0; i < count; i++) {
            final long at = destination + (long) i * type.sizeBytes();
            if (anyNan && isNan(type, expected + at) && isNan(type, Memory.address(found) + at)) {
                Memory.copy(expected + at, Memory.address(found) + at, type.sizeBytes());
            }
        }
        final byte[] wanted = new byte[bytes];
        final byte[] got = new byte[bytes];
        Memory.copy(null, expected, wanted, Memory.arrayOffset(byte[].class), bytes);
        Memory.copy(null, Memory.address(found), got, Memory.arrayOffset(byte[].class), bytes);
        final int differs = Arrays.mismatch(wanted, got);
        assertThat(differs)
                .as("first byte that differs, result at %d: %s", destination, what)
                .isEqualTo(-1);
    }

    private static boolean isNan(final DataType type, final long address) {
        return type == DataType.FLOAT32
                ? Float.isNaN(Memory.getFloat(address))
                : Double.isNaN(Memory.getDouble(address));
    }
}
