// SPDX-License-Identifier: Apache-2.0
package org.jccl.algorithm;

import static org.jccl.schedule.Space.INPUT;
import static org.jccl.schedule.Space.OUTPUT;
import static org.jccl.schedule.Space.SCRATCH;

import org.jccl.pattern.Folding;
import org.jccl.pattern.Halving;
import org.jccl.schedule.Collective;
import org.jccl.schedule.Program;
import org.jccl.schedule.Schedule;
import org.jccl.schedule.Shape;
import org.jccl.schedule.Space;
import org.jccl.schedule.Step;

/**
 * In each round every rank gives away the half of its blocks that belongs to the far side, and adds what it gets to the
 * rest.
 *
 * <p>The partners come from the farthest to the nearest, so that what a rank keeps is always a row of blocks around its
 * own. Sums are therefore those of ranks far apart, and not in rank order. Where the number of ranks is no power of
 * two, neighbours are first folded in pairs: the odd one hands everything to the even one, which ends with both blocks.
 *
 * <pre>
 *   rank 0   a0 b0 c0 d0   A B . .   A . . .      A = a0+a2 in the second column,
 *   rank 1   a1 b1 c1 d1   A B . .   . B . .        = (a0+a2)+(a1+a3) in the third
 *   rank 2   a2 b2 c2 d2   . . C D   . . C .
 *   rank 3   a3 b3 c3 d3   . . C D   . . . D
 * </pre>
 *
 * <p>rounds: log2 n, bytes sent per rank: S (n-1)/n; if n is no power of two, with log2 n rounded down, one or two
 * rounds more, and S
 *
 * <p>R. Thakur, R. Rabenseifner and W. Gropp, 2005.
 */
final class RecursiveHalvingReduceScatter extends NamedAlgorithm {
    RecursiveHalvingReduceScatter() {
        super(
                Collective.REDUCE_SCATTER,
                "recursive_halving",
                "half of the blocks given to a partner n/2, n/4, ... away: few rounds, best for powers of two");
    }

    /** Varying counts too: every rank knows them all. */
    @Override
    public boolean supports(final Shape shape) {
        return shape.collective() == Collective.REDUCE_SCATTER;
    }

    @Override
    public Cost cost(final Shape shape) {
        final Folding folding = new Folding(shape.size());
        final int blocks = folding.pairs() > 0 ? shape.size() : shape.size() - 1;
        return new Cost(folding.rounds(), (double) blocks / shape.size());
    }

    @Override
    Schedule compose(final Shape shape, final int rank) {
        final Folding folding = new Folding(shape.size());
        final int twin = folding.twin(rank);
        return folding.isFolded(rank) ? folded(shape.size(), rank, twin) : acting(folding, shape.size(), rank, twin);
    }

    private static Schedule folded(final int size, final int rank, final int twin) {
        return Program.of(size)
                .once(step -> step.send(INPUT, 0, size).to(twin))
                .once(step -> step.receive(twin).into(OUTPUT, rank, 1))
                .build();
    }

    private static Schedule acting(final Folding folding, final int size, final int rank, final int twin) {
        final boolean paired = folding.actsForTwo(rank);
        final Halving halving = Halving.farthestFirst(folding.member(rank), folding.members());
        final Member member = new Member(folding, rank, halving, paired ? SCRATCH : INPUT, paired ? SCRATCH : OUTPUT);
        return Program.of(size)
                .scratch(size)
                .onceIf(
                        paired,
                        step -> RankOrder.reduce(step, rank, twin, INPUT, 0, size)
                                .into(SCRATCH, 0, size))
                .times(halving.rounds(), member::give, member::add)
                .onceIf(paired, step -> step.send(SCRATCH, twin, 1).to(twin))
                .onceIf(paired, step -> step.copy(SCRATCH, rank, 1).into(OUTPUT, rank, 1))
                .build();
    }

    /** One of a power of two, whose blocks lie in {@code start} before the rounds and in {@code end} after them. */
    private record Member(Folding folding, int rank, Halving halving, Space start, Space end) {
        Step give(final Step step, final int round) {
            final int give = halving.give(round);
            return step.send(space(round), folding.rank(give), folding.ranks(give, halving.width(round)))
                    .to(partner(round));
        }

        Step add(final Step step, final int round) {
            final int keep = folding.rank(halving.keep(round));
            final int count = folding.ranks(halving.keep(round), halving.width(round));
            RankOrder.reduce(step, rank, partner(round), space(round), keep, count)
                    .into(space(round + 1), keep, count);
            return round == halving.rounds() - 1 ? step.last() : step;
        }

        private int partner(final int round) {
            return folding.rank(halving.partner(round));
        }

        private Space space(final int round) {
            if (round == 0) {
                return start;
            }
            return round == halving.rounds() ? end : SCRATCH;
        }
    }
}
