// SPDX-License-Identifier: Apache-2.0
package org.jccl.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jccl.CollectiveRequest;
import org.jccl.Communicator;
import org.jccl.ReduceOp;
import org.jccl.buffer.BufferView;
import org.jccl.error.InvalidUsageException;
import org.jccl.testing.Ranks;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Over ND4J's native backend: {@code mvn -Pdl4j verify}. */
@Tag("nd4j")
@Timeout(120)
class NdArraysTest {
    private static final int RANKS = 3;

    /** What every rank has after it has summed, which is the same. */
    private static INDArray summed(final Ranks.Call<INDArray> body) {
        final List<INDArray> results = Ranks.call(RANKS, "auto", body);
        assertThat(results).allMatch(results.get(0)::equals);
        return results.get(0);
    }

    private static INDArray sum(final Communicator world, final INDArray array) {
        return NdArrays.allReduce(world, array, ReduceOp.SUM);
    }

    private static INDArray counted(final Communicator world, final long... shape) {
        return Nd4j.arange(Nd4j.create(shape).length())
                .castTo(DataType.FLOAT)
                .reshape(shape)
                .addi(world.rank());
    }

    /** What {@code counted} comes to, once summed. */
    private static float expected(final long index) {
        return RANKS * index + RANKS * (RANKS - 1) / 2;
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE", "HALF", "BFLOAT16", "INT", "LONG", "BYTE", "UBYTE", "UINT32", "UINT64"})
    void shouldSumEveryType(final DataType type) {
        final INDArray sum = summed(world -> sum(
                world, Nd4j.ones(DataType.FLOAT, 1001).muli(world.rank() + 1).castTo(type)));
        assertThat(sum.dataType()).isEqualTo(type);
        assertThat(sum.castTo(DataType.DOUBLE)).isEqualTo(Nd4j.valueArrayOf(new long[] {1001}, 6.0, DataType.DOUBLE));
    }

    @ParameterizedTest
    @EnumSource(names = {"SHORT", "UINT16", "BOOL"})
    void shouldRefuseTypesThatCollectivesDoNotHave(final DataType type) {
        assertThatThrownBy(() -> NdArrays.of(Nd4j.create(type, 3)))
                .isInstanceOf(InvalidUsageException.class)
                .hasMessageContaining("no element type for ND4J's " + type)
                .hasMessageContaining("castTo");
    }

    @Test
    void shouldRefuseText() {
        assertThatThrownBy(() -> NdArrays.of(Nd4j.create("a", "b")))
                .isInstanceOf(InvalidUsageException.class)
                .hasMessageContaining("ND4J's UTF8");
    }

    @Test
    void shouldLeaveTheMemoryWhereItIs() {
        final INDArray array = Nd4j.create(DataType.FLOAT, 4, 3);
        final BufferView row = NdArrays.of(array.getRow(2));
        assertThat(row.address()).isEqualTo(array.data().pointer().address() + 2 * 3 * Float.BYTES);
        assertThat(row.count()).isEqualTo(3);
        assertThat(NdArrays.of(array).owner()).isSameAs(array);
    }

    @Test
    void shouldSumARowOfAMatrixAndNothingElse() {
        final INDArray sum = summed(world -> {
            final INDArray matrix = counted(world, 4, 3).subi(world.rank());
            sum(world, matrix.getRow(1));
            return matrix;
        });
        assertThat(sum.toFloatMatrix()).isDeepEqualTo(new float[][] {{0, 1, 2}, {9, 12, 15}, {6, 7, 8}, {9, 10, 11}});
    }

    @Test
    void shouldSumAViewOfAView() {
        final INDArray sum = summed(world -> {
            final INDArray rows = counted(world, 10, 4).get(NDArrayIndex.interval(2, 8), NDArrayIndex.all());
            return sum(world, rows.get(NDArrayIndex.interval(3, 5), NDArrayIndex.all()));
        });
        assertThat(sum.shape()).containsExactly(2, 4);
        for (int i = 0; i < 8; i++) {
            assertThat(sum.getFloat(i / 4, i % 4)).isEqualTo(expected(20 + i));
        }
    }

    @Test
    void shouldSumArraysInFortranOrderAndTransposedOnes() {
        final INDArray sum = summed(world -> sum(world, counted(world, 4, 3).dup('f')));
        assertThat(sum.ordering()).isEqualTo('f');
        assertThat(sum.getFloat(2, 1)).isEqualTo(expected(7));
        final INDArray transposed =
                summed(world -> sum(world, counted(world, 4, 3).transpose()));
        assertThat(transposed.getFloat(1, 2)).isEqualTo(expected(7));
    }

    @Test
    void shouldSumAnIntervalOfAVector() {
        final INDArray sum = summed(world -> {
            final INDArray vector = counted(world, 1000);
            sum(world, vector.get(NDArrayIndex.interval(100, 900)));
            return vector.get(NDArrayIndex.interval(100, 900));
        });
        assertThat(sum.getFloat(799)).isEqualTo(expected(899));
    }

    @Test
    void shouldRefuseElementsThatDoNotLieSideBySideAndSayWhatToDo() {
        final INDArray matrix = Nd4j.create(DataType.FLOAT, 4, 3);
        assertThatThrownBy(() -> NdArrays.of(matrix.getColumn(1)))
                .isInstanceOf(InvalidUsageException.class)
                .hasMessageContaining("strides [3]")
                .hasMessageContaining("allReduceCopied");
        assertThatThrownBy(() -> NdArrays.of(matrix.get(NDArrayIndex.all(), NDArrayIndex.interval(0, 2))))
                .isInstanceOf(InvalidUsageException.class);
    }

    @Test
    void shouldCopyAColumnAndBackWhereAskedTo() {
        final INDArray sum = summed(world -> {
            final INDArray matrix = counted(world, 4, 3).subi(world.rank());
            NdArrays.allReduceCopied(world, matrix.getColumn(1), ReduceOp.SUM);
            return matrix;
        });
        assertThat(sum.toFloatMatrix()).isDeepEqualTo(new float[][] {{0, 3, 2}, {3, 12, 5}, {6, 21, 8}, {9, 30, 11}});
    }

    @Test
    void shouldSumScalarsAndEmptyArrays() {
        assertThat(summed(world -> sum(world, Nd4j.scalar(world.rank() + 0.5f))).getFloat(0))
                .isEqualTo(4.5f);
        assertThat(summed(world -> sum(world, Nd4j.empty(DataType.FLOAT))).isEmpty())
                .isTrue();
    }

    @Test
    void shouldBroadcastFromARoot() {
        final INDArray given = summed(world -> NdArrays.broadcast(world, counted(world, 5, 5), 2));
        assertThat(given.getFloat(4, 4)).isEqualTo(26);
    }

    @Test
    void shouldKeepTheArrayUntilTheRequestHasEnded() {
        final INDArray sum = summed(world -> {
            final INDArray result = Nd4j.create(DataType.FLOAT, 1 << 16);
            for (int round = 0; round < 20; round++) {
                final CollectiveRequest request = abandoned(world);
                System.gc();
                request.await();
            }
            return sum(world, result.addi(1));
        });
        assertThat(sum.getFloat(0)).isEqualTo(RANKS);
    }

    /** Its array is reachable only through what the library holds; freed, it would crash the process. */
    private static CollectiveRequest abandoned(final Communicator world) {
        return NdArrays.allReduceAsync(world, Nd4j.ones(DataType.FLOAT, 1 << 20), ReduceOp.SUM);
    }

    @Test
    @Tag("slow")
    void shouldSumMoreThanTwoGibibytes() {
        final long length = (1L << 31) + 1001;
        Ranks.spawn(2, "auto", world -> {
            final INDArray large =
                    Nd4j.createUninitialized(DataType.UINT8, length).assign(world.rank() + 1);
            NdArrays.allReduce(world, large, ReduceOp.SUM);
            assertThat(large.getInt(0)).isEqualTo(3);
            assertThat(large.getDouble(length - 1)).isEqualTo(3);
            assertThat(large.minNumber().intValue()).isEqualTo(3);
            assertThat(large.maxNumber().intValue()).isEqualTo(3);
            large.close();
        });
    }
}
