// SPDX-License-Identifier: Apache-2.0
package org.jccl.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jccl.algorithm.Algorithm;
import org.jccl.algorithm.Algorithms;
import org.jccl.algorithm.Cost;
import org.jccl.schedule.Groups;
import org.jccl.schedule.Shape;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every algorithm of the catalogue, over every shape that it says it supports. */
@Timeout(300)
class AlgorithmVerificationTest {
    private static final int LARGEST = 64;
    /** Up to how many ranks hosts are arranged in all ways, for algorithms that look at hosts and for others. */
    private static final int LARGEST_TWO_LEVEL = 20;

    private static final int LARGEST_GROUPED = 5;

    static List<Algorithm> algorithms() {
        return Algorithms.all();
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void shouldDoWhatItsCollectivePromises(final Algorithm algorithm) {
        shapes(algorithm).forEach(shape -> {
            final Verification verification = Verifier.verify(shape, rank -> algorithm.schedule(shape, rank));
            assertThat(verification.violations())
                    .as("%s over %s", algorithm, shape)
                    .isEmpty();
            if (algorithm.rankOrdered()) {
                assertThat(verification.isRankOrdered())
                        .as("%s combines in rank order over %s", algorithm, shape)
                        .isTrue();
            }
        });
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void shouldCostWhatItSays(final Algorithm algorithm) {
        shapes(algorithm).filter(shape -> !shape.varying()).forEach(shape -> {
            final MessageStatistics counted = MessageStatistics.of(shape, rank -> algorithm.schedule(shape, rank));
            final Cost claimed = algorithm.cost(shape);
            assertThat(claimed.rounds())
                    .as("rounds of %s over %s", algorithm, shape)
                    .isEqualTo(counted.rounds());
            assertThat(claimed.bytesSent())
                    .as("bytes sent by %s over %s", algorithm, shape)
                    .isCloseTo(counted.bytesSent(), within(1e-9));
        });
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void shouldSupportAtLeastOneHostWithEqualCounts(final Algorithm algorithm) {
        assertThat(algorithm.supports(Shape.of(algorithm.collective(), 4, 0)))
                .as("%s", algorithm)
                .isTrue();
    }

    private static Stream<Shape> shapes(final Algorithm algorithm) {
        final List<Shape> shapes = new ArrayList<>();
        for (int size = 1; size <= LARGEST; size++) {
            for (final int root : roots(algorithm, size)) {
                for (final Groups groups : groups(algorithm, size)) {
                    addVariants(new Shape(algorithm.collective(), size, root, false, false, groups), shapes);
                }
            }
        }
        return shapes.stream().filter(algorithm::supports);
    }

    private static void addVariants(final Shape shape, final List<Shape> shapes) {
        final Shape varying = new Shape(shape.collective(), shape.size(), shape.root(), false, true, shape.groups());
        shapes.addAll(List.of(shape, shape.asInPlace(), varying, varying.asInPlace()));
    }

    /** The first, the second, a middle and the last rank. */
    private static TreeSet<Integer> roots(final Algorithm algorithm, final int size) {
        return algorithm.collective().isRooted()
                ? new TreeSet<>(List.of(0, Math.min(1, size - 1), size / 2, size - 1))
                : new TreeSet<>(List.of(0));
    }

    /** One host; and for few ranks pairs, threes with a rest, taking turns, every rank alone, one host much larger. */
    private static List<Groups> groups(final Algorithm algorithm, final int size) {
        final boolean twoLevel = algorithm.name().equals("two_level");
        final List<Groups> all = new ArrayList<>(List.of(Groups.single(size)));
        if (size > 1 && size <= (twoLevel ? LARGEST_TWO_LEVEL : LARGEST_GROUPED)) {
            all.add(grouped(size, rank -> rank / 2));
            all.add(grouped(size, rank -> rank / 3));
            all.add(grouped(size, rank -> rank % 3));
            all.add(grouped(size, rank -> rank));
            all.add(grouped(size, rank -> Math.max(0, rank - size / 2)));
        } else if (twoLevel && size == LARGEST) {
            all.add(grouped(size, rank -> rank / 8));
        }
        return all;
    }

    private static Groups grouped(final int size, final IntUnaryOperator hostOf) {
        return Groups.of(IntStream.range(0, size).map(hostOf).toArray());
    }
}
