// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

import java.util.ArrayList;
import java.util.List;
import org.jccl.DataType;
import org.jccl.ReduceOp.Kind;
import org.jccl.algorithm.Algorithm;
import org.jccl.algorithm.Algorithms;
import org.jccl.schedule.Collective;
import org.jccl.schedule.Shape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every algorithm of the catalogue, chosen by rule, on every number of ranks that it can serve. */
interface AlgorithmContract extends OverTransport {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
    default void shouldGiveTheSameByEveryAlgorithm(final int size) {
        int round = 0;
        List<Algorithm> algorithms = chosen(size, round);
        while (!algorithms.isEmpty()) {
            perform(size, algorithms);
            algorithms = chosen(size, ++round);
        }
    }

    /** The algorithm of that number of each collective that has so many, so that one set of ranks serves them all. */
    private static List<Algorithm> chosen(final int size, final int number) {
        final List<Algorithm> chosen = new ArrayList<>();
        for (final Collective collective : MovementContract.COLLECTIVES) {
            final Shape shape = Shape.of(collective, size, 0);
            final List<Algorithm> able = Algorithms.of(collective).stream()
                    .filter(algorithm -> algorithm.supports(shape) && algorithm.supports(shape.asInPlace()))
                    .toList();
            if (number < able.size()) {
                chosen.add(able.get(number));
            }
        }
        return chosen;
    }

    private void perform(final int size, final List<Algorithm> algorithms) {
        final List<String> rules = new ArrayList<>();
        final Exercises exercises = new Exercises();
        for (final Algorithm algorithm : algorithms) {
            rules.add(algorithm.collective() + ":" + algorithm.name());
            for (final long count : new long[] {1, 1_031, 40_009}) {
                exercises.add(Exercise.of(
                        algorithm.collective(), DataType.FLOAT32, Kind.SUM, size, (int) count % size, count));
            }
        }
        spawn(size, builder -> configure().apply(builder).algorithms(String.join(",", rules)), exercises::run);
    }
}
