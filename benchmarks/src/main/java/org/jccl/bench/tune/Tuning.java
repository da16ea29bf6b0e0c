// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.tune;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jccl.Communicator;
import org.jccl.CommunicatorBuilder;
import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.algorithm.Algorithm;
import org.jccl.algorithm.Algorithms;
import org.jccl.bench.measure.Operation;
import org.jccl.bench.measure.Sizes;
import org.jccl.bench.measure.Subject;
import org.jccl.schedule.Collective;

/**
 * Measures every algorithm of a collective at every size, in turn, round by round; one rank of it. Every rank makes the
 * same calls, and rank 0's times decide.
 */
public final class Tuning {
    private final Communicator world;
    private final Supplier<CommunicatorBuilder> builders;
    private final int rounds;
    private final Duration time;

    /**
     * Over the ranks of a communicator that stays the caller's.
     *
     * @param builders give a builder with transport and deadline, one for each algorithm
     * @param time about how long the timed calls of one algorithm, size and round take
     */
    public Tuning(
            final Communicator world,
            final Supplier<CommunicatorBuilder> builders,
            final int rounds,
            final Duration time) {
        this.world = world;
        this.builders = builders;
        this.rounds = rounds;
        this.time = time;
    }

    /**
     * Finds the best algorithm for each size; on rank 0 its choice counts, on the others it means nothing.
     *
     * @param onSize told of each size as it is finished
     */
    public List<Winner> run(final Operation operation, final Sizes sizes, final Consumer<Winner> onSize) {
        final Subject subject = new Subject(
                operation,
                operation.movesData() ? DataType.FLOAT32 : DataType.INT8,
                operation.reduces() ? ReduceOp.SUM : null,
                0);
        final List<Candidate> candidates = new ArrayList<>();
        try {
            addCandidates(subject, sizes, candidates);
            return run(subject, candidates, sizes, onSize);
        } finally {
            candidates.forEach(Candidate::close);
        }
    }

    /** Those that can do it among these ranks; the others are passed over by the communicator's own choice. */
    private void addCandidates(final Subject subject, final Sizes sizes, final List<Candidate> candidates) {
        final Collective collective = Collective.parse(subject.operation().toString());
        for (final Algorithm algorithm : Algorithms.of(collective)) {
            final Candidate candidate =
                    new Candidate(subject, algorithm.name(), world, builders.get(), sizes.maxBytes());
            if (candidate.isUsed(subject)) {
                candidates.add(candidate);
            } else {
                candidate.close();
            }
        }
    }

    private List<Winner> run(
            final Subject subject, final List<Candidate> candidates, final Sizes sizes, final Consumer<Winner> onSize) {
        final List<Winner> winners = new ArrayList<>();
        String before = null;
        for (final long bytes : subject.operation().movesData() ? sizes : List.of(0L)) {
            final long elements = subject.elements(bytes, world.size());
            for (final Candidate candidate : candidates) {
                candidate.begin(subject, elements, before == null);
            }
            for (int round = 0; round < rounds; round++) {
                candidates.forEach(candidate -> candidate.measure(subject, elements, time));
            }
            final Winner winner = Winner.of(elements * subject.type().sizeBytes(), micros(candidates), before);
            winners.add(winner);
            onSize.accept(winner);
            before = winner.algorithm();
        }
        return winners;
    }

    private static Map<String, Double> micros(final List<Candidate> candidates) {
        final Map<String, Double> micros = new LinkedHashMap<>();
        candidates.forEach(candidate -> micros.put(candidate.algorithm(), candidate.medianUs()));
        return micros;
    }
}
