// SPDX-License-Identifier: Apache-2.0
package org.jccl.algorithm;

import static org.jccl.schedule.Space.INPUT;
import static org.jccl.schedule.Space.OUTPUT;
import static org.jccl.schedule.Space.SCRATCH;

import org.jccl.pattern.Folding;
import org.jccl.pattern.Hypercube;
import org.jccl.schedule.Collective;
import org.jccl.schedule.Program;
import org.jccl.schedule.Schedule;
import org.jccl.schedule.Shape;
import org.jccl.schedule.Space;
import org.jccl.schedule.Step;

/**
 * In each round every rank swaps its whole vector with a partner twice as far away as before, and adds.
 *
 * <p>After round k a rank holds the sum of the {@code 2^(k+1)} side-by-side ranks that it lies among. Both partners
 * combine the lower ranks' sum first, so all ranks get the same bits, in rank order. Where the number of ranks is no
 * power of two, neighbours are first folded in pairs: the odd one hands its vector to the even one and is told the
 * result at the end.
 *
 * <p>No rank ever reduces into what it is sending: sums alternate between two replicas in scratch, and the last goes
 * into OUTPUT. In place, a rank whose first round is also its last copies its input aside.
 *
 * <pre>
 *   rank 0   a0 \/ a0+a1 \  / (a0+a1)+(a2+a3)
 *   rank 1   a1 /\ a0+a1  \/  (a0+a1)+(a2+a3)
 *   rank 2   a2 \/ a2+a3  /\  (a0+a1)+(a2+a3)
 *   rank 3   a3 /\ a2+a3 /  \ (a0+a1)+(a2+a3)
 * </pre>
 *
 * <p>rounds: log2 n, bytes sent per rank: S log2 n; if n is no power of two, with n rounded down, one or two rounds
 * more and one S more
 *
 * <p>R. Thakur, R. Rabenseifner and W. Gropp, 2005.
 */
final class RecursiveDoublingAllReduce extends NamedAlgorithm {
    RecursiveDoublingAllReduce() {
        super(
                Collective.ALL_REDUCE,
                "recursive_doubling",
                "whole vectors swapped with partners 1, 2, 4, ... away: few rounds, small vectors");
    }

    @Override
    public boolean rankOrdered() {
        return true;
    }

    @Override
    public Cost cost(final Shape shape) {
        final Folding folding = new Folding(shape.size());
        return new Cost(folding.rounds(), folding.dimensions() + Math.min(1, folding.pairs()));
    }

    @Override
    Schedule compose(final Shape shape, final int rank) {
        final Folding folding = new Folding(shape.size());
        return folding.isFolded(rank) ? folded(folding.twin(rank)) : acting(folding, rank, shape.inPlace());
    }

    private static Schedule folded(final int twin) {
        return Program.of(1)
                .once(step -> step.send(INPUT, 0, 1).to(twin))
                .once(step -> step.receive(twin).into(OUTPUT, 0, 1))
                .build();
    }

    private static Schedule acting(final Folding folding, final int rank, final boolean inPlace) {
        final int twin = folding.twin(rank);
        final boolean paired = folding.actsForTwo(rank);
        final boolean aside = inPlace && !paired && folding.dimensions() == 1;
        final Member member = new Member(folding, rank, paired || aside ? SCRATCH : INPUT);
        return Program.of(1)
                .scratch(2)
                .onceIf(aside, step -> step.copy(INPUT, 0, 1).into(SCRATCH, 0, 1))
                .onceIf(
                        paired,
                        step -> RankOrder.reduce(step, rank, twin, INPUT, 0, 1).into(SCRATCH, 0, 1))
                .times(folding.dimensions(), member::give, member::add)
                .onceIf(paired, step -> step.send(OUTPUT, 0, 1).to(twin))
                .build();
    }

    /** One of a power of two, whose sum lies in {@code start} when the rounds begin. */
    private record Member(Folding folding, int rank, Space start) {
        Step give(final Step step, final int round) {
            return step.send(space(round), replica(round), 1).to(partner(round));
        }

        Step add(final Step step, final int round) {
            RankOrder.reduce(step, rank, partner(round), space(round), replica(round), 1);
            final int next = round + 1;
            return next == folding.dimensions() ? step.into(OUTPUT, 0, 1).last() : step.into(SCRATCH, replica(next), 1);
        }

        private int partner(final int round) {
            return folding.rank(Hypercube.partner(folding.member(rank), round));
        }

        private Space space(final int round) {
            return round == 0 ? start : SCRATCH;
        }

        private static int replica(final int round) {
            return round % 2;
        }
    }
}
