// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.algorithm.Algorithm;
import org.jccl.algorithm.Algorithms;
import org.jccl.buffer.BufferView;
import org.jccl.schedule.Collective;
import org.jccl.schedule.Groups;
import org.jccl.schedule.Shape;
import org.jccl.simulate.LinkModel;
import org.jccl.simulate.SimulatedNetwork;
import org.jccl.testing.Elements;
import org.jccl.testing.RandomMantissas;
import org.jccl.testing.Scalars;
import org.jccl.verify.ExpressionTree;
import org.jccl.verify.Verification;
import org.jccl.verify.Verifier;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The executor computes, bit for bit, the expression that the verifier read from the schedule: sums of random mantissas,
 * which depend on the order, against a scalar evaluation of that tree.
 */
@Timeout(120)
class ExpressionEvaluationTest {
    private static final int COUNT = 97;
    private static final long SEED = 5;
    private static final List<DataType> TYPES =
            List.of(DataType.FLOAT32, DataType.FLOAT64, DataType.FLOAT16, DataType.BFLOAT16);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
    void shouldComputeWhatTheVerifierRead(final int size) {
        final int[] hosts = new int[size];
        for (int rank = 0; rank < size; rank++) {
            hosts[rank] = rank % 2;
        }
        for (final Groups groups : List.of(Groups.single(size), Groups.of(hosts))) {
            for (final Algorithm algorithm : Algorithms.of(Collective.ALL_REDUCE)) {
                final Shape shape = Shape.of(Collective.ALL_REDUCE, size, 0).over(groups);
                if (algorithm.supports(shape)) {
                    compare(algorithm, shape);
                }
            }
        }
    }

    private static void compare(final Algorithm algorithm, final Shape shape) {
        final Verification verification = Verifier.verify(shape, rank -> algorithm.schedule(shape, rank));
        final int chunks = algorithm.schedule(shape, 0).chunks();
        for (final DataType type : TYPES) {
            for (final ReduceOp op : List.of(ReduceOp.SUM, ReduceOp.PROD, ReduceOp.AVG)) {
                final List<byte[]> inputs = new ArrayList<>();
                for (int rank = 0; rank < shape.size(); rank++) {
                    inputs.add(RandomMantissas.input(type, rank, COUNT, SEED));
                }
                final byte[] expected = evaluate(verification, chunks, type, op, inputs);
                final List<byte[]> results = execute(algorithm, shape, type, op, inputs);
                for (int rank = 0; rank < shape.size(); rank++) {
                    final String what = algorithm.name() + " " + op + ", rank " + rank + " of " + shape.groups();
                    Elements.requireEqual(what, type, expected, results.get(rank));
                }
            }
        }
    }

    private static byte[] evaluate(
            final Verification verification,
            final int chunks,
            final DataType type,
            final ReduceOp op,
            final List<byte[]> inputs) {
        final byte[] result = new byte[COUNT * type.sizeBytes()];
        int index = 0;
        for (int chunk = 0; chunk < chunks; chunk++) {
            final ExpressionTree tree = verification.output(0, chunk);
            final int end = index + COUNT / chunks + (chunk < COUNT % chunks ? 1 : 0);
            for (; index < end; index++) {
                final int element = index;
                final long value = tree.<Long>fold(
                        (rank, ofChunk) -> Elements.get(inputs.get(rank), type, element),
                        operands -> Scalars.combine(
                                type,
                                op.kind(),
                                operands.stream().mapToLong(Long::longValue).toArray()),
                        whole -> Scalars.finish(type, op.kind(), whole, inputs.size()));
                Elements.put(result, type, index, value);
            }
        }
        assertThat(index).isEqualTo(COUNT);
        return result;
    }

    private static List<byte[]> execute(
            final Algorithm algorithm,
            final Shape shape,
            final DataType type,
            final ReduceOp op,
            final List<byte[]> inputs) {
        final List<byte[]> results = new ArrayList<>();
        final List<SimulatedCommunicator> ranks = new ArrayList<>();
        try (SimulatedNetwork network = new SimulatedNetwork(shape.size(), LinkModel.plain(), SEED)) {
            for (int rank = 0; rank < shape.size(); rank++) {
                final SimulatedCommunicator communicator = new SimulatedCommunicator(
                        rank,
                        shape.groups(),
                        network.transport(rank),
                        (any, bytes, commutative, direct) -> algorithm,
                        1 << 20,
                        false);
                final byte[] memory = inputs.get(rank).clone();
                final BufferView view = new BufferView().wrap(memory, 0, COUNT, type);
                communicator.allReduceAsync(view, view, op);
                ranks.add(communicator);
                results.add(memory);
            }
            while (ranks.stream().anyMatch(rank -> rank.done() == 0)) {
                ranks.forEach(SimulatedCommunicator::turn);
                network.pass();
            }
            ranks.forEach(SimulatedCommunicator::close);
        }
        return results;
    }
}
