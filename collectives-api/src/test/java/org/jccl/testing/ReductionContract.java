// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.jccl.Communicator;
import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.ReduceOp.Kind;
import org.jccl.buffer.BufferView;
import org.jccl.buffer.Memory;
import org.jccl.error.CollectiveException;
import org.jccl.schedule.Collective;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every operator gives the right bits on every type, the same on every rank. */
interface ReductionContract extends OverTransport {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
    default void shouldReduceEveryTypeByEveryOperator(final int size) {
        final Exercises exercises = new Exercises();
        for (final DataType type : DataType.values()) {
            for (final Kind kind : ExactInputs.kinds(type)) {
                exercises.add(Exercise.of(Collective.ALL_REDUCE, type, kind, size, 0, 67));
                exercises.add(Exercise.of(Collective.REDUCE_SCATTER, type, kind, size, 0, 5));
                exercises.add(Exercise.of(Collective.REDUCE, type, kind, size, size - 1, 19));
            }
        }
        spawn(size, exercises::run);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8, 9})
    default void shouldGiveEveryRankTheSameBitsWhateverTheyAre(final int size) {
        for (final int count : new int[] {3, 5_003, 200_003}) {
            final List<byte[]> results = Ranks.call(size, transport(), communicator -> {
                final byte[] mine = RandomMantissas.input(DataType.FLOAT32, communicator.rank(), count, 11);
                final BufferView view = BufferView.of(mine, DataType.INT8);
                communicator.allReduce(asFloats(mine, view), view, ReduceOp.SUM);
                return mine;
            });
            results.forEach(result -> Elements.requireEqual(
                    size + " ranks, " + count + " elements", DataType.FLOAT32, results.get(0), result));
        }
    }

    private static BufferView asFloats(final byte[] bytes, final BufferView view) {
        return view.wrap(bytes, 0, bytes.length / Float.BYTES, DataType.FLOAT32);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
    default void shouldCombineInRankOrderWhatDoesNotCommute(final int size) {
        for (final int count : new int[] {1, 13, 20_011}) {
            final long[] expected = composed(size, count);
            spawn(size, communicator -> {
                final long[] mine = maps(communicator.rank(), count);
                final BufferView view = BufferView.of(mine);
                communicator.allReduce(view, view, ReduceOp.of("compose", false, ReductionContract::compose));
                assertThat(mine).as("rank %d of %d", communicator.rank(), size).isEqualTo(expected);
            });
        }
    }

    /** Affine maps x -> m x + c modulo 2^32, m in the upper half: composition is associative and does not commute. */
    private static long[] maps(final int rank, final int count) {
        final long[] maps = new long[count];
        Arrays.setAll(maps, i -> (2L * i + 2 * rank + 3) << 32 | (31L * rank + i & 0xFFFF));
        return maps;
    }

    private static long[] composed(final int size, final int count) {
        final long[] result = maps(0, count);
        for (int rank = 1; rank < size; rank++) {
            final long[] next = maps(rank, count);
            Arrays.setAll(result, i -> compose(result[i], next[i]));
        }
        return result;
    }

    private static long compose(final long a, final long b) {
        final int m = (int) (a >>> 32) * (int) (b >>> 32);
        final int c = (int) a * (int) (b >>> 32) + (int) b;
        return (long) m << 32 | c & 0xFFFFFFFFL;
    }

    private static void compose(final long into, final long operand, final long count, final DataType type) {
        for (long at = 0; at < count * Long.BYTES; at += Long.BYTES) {
            Memory.putLong(into + at, compose(Memory.getLong(into + at), Memory.getLong(operand + at)));
        }
    }

    @Test
    default void shouldTreatSpecialValuesAsIeeeSays() {
        spawn(3, communicator -> {
            final float[] values = specials(communicator.rank());
            communicator.allReduce(values, ReduceOp.MIN);
            assertThat(values).containsExactly(Float.NaN, Float.NEGATIVE_INFINITY, -0.0f, 1.0f);
            final float[] largest = specials(communicator.rank());
            communicator.allReduce(largest, ReduceOp.MAX);
            assertThat(largest).containsExactly(Float.NaN, Float.POSITIVE_INFINITY, 0.0f, 3.0f);
            final float[] sums = specials(communicator.rank());
            communicator.allReduce(sums, ReduceOp.SUM);
            assertThat(sums).containsExactly(Float.NaN, Float.NaN, 0.0f, 6.0f);
        });
    }

    private static float[] specials(final int rank) {
        final float infinity = rank == 1 ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY;
        return new float[] {rank == 2 ? Float.NaN : rank, infinity, rank == 0 ? 0.0f : -0.0f, rank + 1};
    }

    @Test
    default void shouldAbortEveryRankWhenTheUsersOperatorThrows() {
        final ReduceOp failing = ReduceOp.of("failing", true, (into, operand, count, type) -> {
            throw new ArithmeticException("the user's own");
        });
        spawn(3, communicator -> {
            final CollectiveException failure = failure(communicator, failing);
            assertThat(failure).isNotNull();
            assertThat(failure.getMessage()).contains("failing");
        });
    }

    private static CollectiveException failure(final Communicator communicator, final ReduceOp op) {
        try {
            communicator.allReduce(new float[1000], op);
            communicator.allReduce(new float[1000], ReduceOp.SUM);
            return null;
        } catch (final CollectiveException failure) {
            return failure;
        }
    }
}
