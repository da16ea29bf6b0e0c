// SPDX-License-Identifier: Apache-2.0
package org.jccl.algorithm;

import static org.jccl.schedule.Space.INPUT;
import static org.jccl.schedule.Space.OUTPUT;

import org.jccl.pattern.Folding;
import org.jccl.pattern.Halving;
import org.jccl.schedule.Collective;
import org.jccl.schedule.Program;
import org.jccl.schedule.Schedule;
import org.jccl.schedule.Shape;
import org.jccl.schedule.Space;
import org.jccl.schedule.Step;

/**
 * Reduce-scatter by recursive halving, then all-gather by recursive doubling: as few bytes as a ring, in 2 log2 n
 * rounds.
 *
 * <p>In each round of the first half a rank keeps one half of what it has, gives the other half to its partner, and
 * adds what it gets; the second half takes the same way back with finished shares. The nearest partner comes first:
 * sums are always those of side-by-side ranks, so the order is that of the ranks, and more than half of all bytes go
 * between neighbours. Where the number of ranks is no power of two, neighbours are first folded in pairs: the odd one hands its
 * vector to the even one and is told the result at the end.
 *
 * <p>No scratch is needed: what a rank gives and what it keeps never overlap.
 *
 * <pre>
 *   rank 0   a0 b0 c0 d0   A B . .   A . . .   A B . .   A B C D      A = a0+a1 on rank 0 and a2+a3 on rank 2
 *   rank 1   a1 b1 c1 d1   . . C D   . . C .   . . C D   A B C D        in the second column,
 *   rank 2   a2 b2 c2 d2   A B . .   . B . .   A B . .   A B C D        (a0+a1)+(a2+a3) from the third on
 *   rank 3   a3 b3 c3 d3   . . C D   . . . D   . . C D   A B C D
 * </pre>
 *
 * <p>rounds: 2 log2 n, bytes sent per rank: 2S (n-1)/n; if n is no power of two, with n rounded down, two rounds more
 * and one S more
 *
 * <p>R. Rabenseifner, 2004.
 */
final class RabenseifnerAllReduce extends NamedAlgorithm {
    RabenseifnerAllReduce() {
        super(
                Collective.ALL_REDUCE,
                "rabenseifner",
                "recursive halving, then doubling: few rounds and few bytes, best for powers of two");
    }

    @Override
    public boolean rankOrdered() {
        return true;
    }

    @Override
    public Cost cost(final Shape shape) {
        final Folding folding = new Folding(shape.size());
        final int fold = Math.min(1, folding.pairs());
        final double given = 2.0 * (folding.members() - 1) / folding.members();
        return new Cost(2 * folding.dimensions() + 2 * fold, given + fold);
    }

    @Override
    Schedule compose(final Shape shape, final int rank) {
        final Folding folding = new Folding(shape.size());
        final int chunks = folding.members();
        final int twin = folding.twin(rank);
        return folding.isFolded(rank) ? folded(chunks, twin) : acting(folding, rank);
    }

    private static Schedule folded(final int chunks, final int twin) {
        return Program.of(chunks)
                .once(step -> step.send(INPUT, 0, chunks).to(twin))
                .once(step -> step.receive(twin).into(OUTPUT, 0, chunks))
                .build();
    }

    private static Schedule acting(final Folding folding, final int rank) {
        final int chunks = folding.members();
        final int twin = folding.twin(rank);
        final boolean paired = folding.actsForTwo(rank);
        final Halving halving = Halving.nearestFirst(folding.member(rank), chunks);
        final Member member = new Member(folding, rank, halving, paired ? OUTPUT : INPUT);
        return Program.of(chunks)
                .onceIf(
                        paired,
                        step -> RankOrder.reduce(step, rank, twin, INPUT, 0, chunks)
                                .into(OUTPUT, 0, chunks))
                .times(halving.rounds(), member::give, member::add)
                .times(halving.rounds(), member::giveBack, member::getBack)
                .onceIf(paired, step -> step.send(OUTPUT, 0, chunks).to(twin))
                .build();
    }

    /** One of a power of two, whose vector lies in {@code start} when the rounds begin. */
    private record Member(Folding folding, int rank, Halving halving, Space start) {
        Step give(final Step step, final int round) {
            return step.send(space(round), halving.give(round), halving.width(round))
                    .to(partner(round));
        }

        Step add(final Step step, final int round) {
            final int keep = halving.keep(round);
            final int width = halving.width(round);
            RankOrder.reduce(step, rank, partner(round), space(round), keep, width)
                    .into(OUTPUT, keep, width);
            return round == halving.rounds() - 1 ? step.last() : step;
        }

        Step giveBack(final Step step, final int back) {
            final int round = halving.rounds() - 1 - back;
            return step.send(OUTPUT, halving.keep(round), halving.width(round)).to(partner(round));
        }

        Step getBack(final Step step, final int back) {
            final int round = halving.rounds() - 1 - back;
            return step.receive(partner(round)).into(OUTPUT, halving.give(round), halving.width(round));
        }

        private int partner(final int round) {
            return folding.rank(halving.partner(round));
        }

        private Space space(final int round) {
            return round == 0 ? start : OUTPUT;
        }
    }
}
