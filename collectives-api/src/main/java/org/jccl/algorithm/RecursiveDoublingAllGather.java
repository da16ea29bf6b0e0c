// SPDX-License-Identifier: Apache-2.0
package org.jccl.algorithm;

import static org.jccl.schedule.Space.INPUT;
import static org.jccl.schedule.Space.OUTPUT;

import org.jccl.pattern.Folding;
import org.jccl.pattern.Hypercube;
import org.jccl.schedule.Collective;
import org.jccl.schedule.Program;
import org.jccl.schedule.Schedule;
import org.jccl.schedule.Shape;
import org.jccl.schedule.Step;

/**
 * In each round every rank swaps all blocks that it has with a partner twice as far away as before.
 *
 * <p>After round k a rank has the blocks of the {@code 2^(k+1)} side-by-side ranks that it lies among. Where the number
 * of ranks is no power of two, neighbours are first folded in pairs: the odd one hands its block to the even one and is
 * told all others at the end.
 *
 * <pre>
 *   rank 0   a . . .   a b . .   a b c d
 *   rank 1   . b . .   a b . .   a b c d
 *   rank 2   . . c .   . . c d   a b c d
 *   rank 3   . . . d   . . c d   a b c d
 * </pre>
 *
 * <p>rounds: log2 n, bytes sent per rank: S (n-1)/n; if n is no power of two, with log2 n rounded down, one or two
 * rounds more, and up to 2.4 S
 *
 * <p>R. Thakur, R. Rabenseifner and W. Gropp, 2005.
 */
final class RecursiveDoublingAllGather extends NamedAlgorithm {
    RecursiveDoublingAllGather() {
        super(
                Collective.ALL_GATHER,
                "recursive_doubling",
                "all that is known swapped with partners 1, 2, 4, ... away: few rounds, best for powers of two");
    }

    /** Varying counts too: every rank knows them all. */
    @Override
    public boolean supports(final Shape shape) {
        return shape.collective() == Collective.ALL_GATHER;
    }

    /** Rank 0 sends most: it has a folded rank if any has, and its partners' blocks are no wider than its own. */
    @Override
    public Cost cost(final Shape shape) {
        final Folding folding = new Folding(shape.size());
        int blocks = folding.pairs() > 0 ? shape.size() - 1 : 0;
        for (int dimension = 0; dimension < folding.dimensions(); dimension++) {
            blocks += folding.rank(1 << dimension);
        }
        return new Cost(folding.rounds(), (double) blocks / shape.size());
    }

    @Override
    Schedule compose(final Shape shape, final int rank) {
        final Folding folding = new Folding(shape.size());
        final int twin = folding.twin(rank);
        final int size = shape.size();
        final Program.Builder program = Program.of(size)
                .onceIf(!shape.inPlace(), step -> step.copy(INPUT, rank, 1).into(OUTPUT, rank, 1));
        return folding.isFolded(rank)
                ? folded(program, rank, twin, size).build()
                : acting(program, folding, rank, twin, size).build();
    }

    private static Program.Builder folded(
            final Program.Builder program, final int rank, final int twin, final int size) {
        return program.once(step -> step.send(INPUT, rank, 1).to(twin))
                .once(step -> step.receive(twin).into(OUTPUT, 0, rank))
                .once(step -> step.receive(twin).into(OUTPUT, rank + 1, size - rank - 1));
    }

    private static Program.Builder acting(
            final Program.Builder program, final Folding folding, final int rank, final int twin, final int size) {
        final boolean paired = folding.actsForTwo(rank);
        final Member member = new Member(folding, folding.member(rank));
        return program.onceIf(paired, step -> step.receive(twin).into(OUTPUT, twin, 1))
                .times(folding.dimensions(), member::give, member::get)
                .onceIf(paired, step -> step.send(OUTPUT, 0, twin).to(twin))
                .onceIf(
                        paired,
                        step -> step.send(OUTPUT, twin + 1, size - twin - 1).to(twin));
    }

    /** One of a power of two; before round k it has the blocks of its block of dimension k. */
    private record Member(Folding folding, int member) {
        Step give(final Step step, final int round) {
            final int mine = Hypercube.block(member, round);
            return step.send(OUTPUT, folding.rank(mine), folding.ranks(mine, 1 << round))
                    .to(partner(round));
        }

        Step get(final Step step, final int round) {
            final int theirs = Hypercube.partner(Hypercube.block(member, round), round);
            return step.receive(partner(round)).into(OUTPUT, folding.rank(theirs), folding.ranks(theirs, 1 << round));
        }

        private int partner(final int round) {
            return folding.rank(Hypercube.partner(member, round));
        }
    }
}
