// SPDX-License-Identifier: Apache-2.0
package org.jccl.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jccl.algorithm.Algorithm;
import org.jccl.algorithm.Algorithms;
import org.jccl.schedule.Groups;
import org.jccl.schedule.Schedule;
import org.jccl.schedule.Shape;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any one mistake in any schedule of the catalogue must be seen. That a schedule with a step left out is wrong also says
 * that no algorithm has a useless step.
 */
@Timeout(120)
class MutationTest {
    static List<Algorithm> algorithms() {
        return Algorithms.all();
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void shouldSeeAnyOneMistake(final Algorithm algorithm) {
        final List<String> overlooked = new ArrayList<>();
        for (int size = 2; size <= 5; size++) {
            final int[] hosts = new int[size];
            hosts[size - 1] = size > 2 ? 1 : 0;
            final Shape shape = Shape.of(algorithm.collective(), size, size / 2).over(Groups.of(hosts));
            overlooked.addAll(overlooked(algorithm, shape));
            overlooked.addAll(overlooked(algorithm, shape.asInPlace()));
        }
        assertThat(overlooked).isEmpty();
    }

    private static List<String> overlooked(final Algorithm algorithm, final Shape shape) {
        final List<String> overlooked = new ArrayList<>();
        for (int rank = 0; rank < shape.size() && algorithm.supports(shape); rank++) {
            final Schedule original = algorithm.schedule(shape, rank);
            for (int index = 0; index < original.steps(); index++) {
                for (final Schedule mutated : MutatedSchedule.mutations(original, index)) {
                    if (verify(algorithm, shape, rank, mutated).violations().isEmpty()) {
                        overlooked.add(shape + " rank " + rank + " " + mutated);
                    }
                }
            }
        }
        return overlooked;
    }

    private static Verification verify(
            final Algorithm algorithm, final Shape shape, final int mutatedRank, final Schedule mutated) {
        return Verifier.verify(shape, rank -> rank == mutatedRank ? mutated : algorithm.schedule(shape, rank));
    }
}
