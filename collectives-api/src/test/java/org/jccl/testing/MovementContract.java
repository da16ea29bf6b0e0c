// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

import java.util.Arrays;
import java.util.List;
import org.jccl.Communicator;
import org.jccl.DataType;
import org.jccl.ReduceOp.Kind;
import org.jccl.buffer.BufferView;
import org.jccl.buffer.Memory;
import org.jccl.schedule.Collective;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every collective puts the right bytes in the right place, at every edge, and touches nothing else. */
interface MovementContract extends OverTransport {
    /** The collectives that have buffers. */
    List<Collective> COLLECTIVES = List.of(
            Collective.ALL_REDUCE,
            Collective.REDUCE,
            Collective.BROADCAST,
            Collective.ALL_GATHER,
            Collective.REDUCE_SCATTER,
            Collective.ALL_TO_ALL,
            Collective.GATHER,
            Collective.SCATTER);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
    default void shouldPerformEveryCollectiveAtEveryEdgeCount(final int size) {
        final Exercises exercises = new Exercises();
        for (final Collective collective : COLLECTIVES) {
            for (final long count : OverTransport.edgeCounts(size)) {
                final DataType type = DataType.values()[(int) (count + collective.ordinal()) % 12];
                exercises.add(Exercise.of(collective, type, Kind.SUM, size, (int) count % size, count));
            }
        }
        spawn(size, exercises::run);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
    default void shouldServeEveryRoot(final int size) {
        final Exercises exercises = new Exercises();
        for (final Collective collective : COLLECTIVES) {
            for (int root = 0; root < size && collective.isRooted(); root++) {
                exercises.add(Exercise.of(collective, DataType.INT32, Kind.SUM, size, root, 257));
            }
        }
        spawn(size, exercises::run);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
    default void shouldTakeBlocksOfDifferentLengths(final int size) {
        final Exercises exercises = new Exercises();
        for (final Collective collective : COLLECTIVES) {
            if (!collective.isVector()) {
                for (final long[] counts : List.of(ascending(size), oneSided(size), new long[size], primes(size))) {
                    exercises.add(Exercise.varying(collective, DataType.FLOAT32, size - 1, counts));
                }
            }
        }
        spawn(size, exercises::run);
    }

    private static long[] ascending(final int size) {
        final long[] counts = new long[size];
        Arrays.setAll(counts, rank -> rank);
        return counts;
    }

    /** One rank has all. */
    private static long[] oneSided(final int size) {
        final long[] counts = new long[size];
        counts[size / 2] = 40_009;
        return counts;
    }

    private static long[] primes(final int size) {
        return Arrays.copyOf(new long[] {10_007, 2, 101, 4_099, 0, 131, 7, 20_011, 1}, size);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    default void shouldMoveSeveralMebibytes(final int size) {
        final Exercises exercises = new Exercises();
        for (final Collective collective : COLLECTIVES) {
            exercises.add(Exercise.of(collective, DataType.FLOAT32, Kind.SUM, size, 1, 1_500_007));
        }
        spawn(size, exercises::run);
    }

    @Test
    @Tag("slow")
    default void shouldMoveMoreThanTwoGibibytes() {
        spawn(2, MovementContract::broadcastLarge);
    }

    private static void broadcastLarge(final Communicator communicator) {
        final long count = (1L << 31) + 4_099;
        final long address = Memory.allocate(count);
        try {
            final BufferView view = BufferView.ofAddress(address, count, DataType.UINT8);
            final boolean root = communicator.rank() == 0;
            for (long at = 0; root && at < count; at += 4_093) {
                Memory.putByte(address + at, (byte) (at / 4_093));
            }
            communicator.broadcast(root ? view : null, view, 0);
            for (long at = 0; at < count; at += 4_093) {
                if (Memory.getByte(address + at) != (byte) (at / 4_093)) {
                    throw new AssertionError("byte " + at + " is wrong on rank " + communicator.rank());
                }
            }
        } finally {
            Memory.free(address);
        }
    }
}
