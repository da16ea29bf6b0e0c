// SPDX-License-Identifier: Apache-2.0
package org.jccl.pattern;

/**
 * Recursive halving as one member of a {@link Hypercube} sees it: in every round it keeps one half of the shares it
 * still has and gives the other half to that round's partner, until one share is left. Read backwards, from the last
 * round to the first, it is recursive doubling: the member gives what it kept and gets what it gave.
 *
 * <pre>
 *   member 0 of 4      farthest first            nearest first
 *   round 0            keeps [0 1], 2 gets [2 3]     keeps [0 1], 1 gets [2 3]
 *   round 1            keeps [0],   1 gets [1]       keeps [0],   2 gets [1]
 *   shares left to 0 1 2 3:     0 1 2 3                       0 2 1 3
 * </pre>
 *
 * <p>Farthest first, member m is left with share m. Nearest first, the members whose contributions are combined are at
 * all times side by side, hence in rank order, and most is exchanged between neighbours; member m is left with the
 * share whose number is m with its bits read backwards. Immutable, any thread.
 */
public final class Halving {
    private final int member;
    private final int share;
    private final int rounds;
    private final boolean nearestFirst;

    private Halving(final int member, final int share, final int rounds, final boolean nearestFirst) {
        this.member = member;
        this.share = share;
        this.rounds = rounds;
        this.nearestFirst = nearestFirst;
    }

    /** The partners come from the farthest to the nearest. */
    public static Halving farthestFirst(final int member, final int members) {
        return new Halving(member, member, Hypercube.dimensions(members), false);
    }

    /** The partners come from the nearest to the farthest. */
    public static Halving nearestFirst(final int member, final int members) {
        final int rounds = Hypercube.dimensions(members);
        // A shift by 32 would be none at all; the only member of one reads the same backwards anyhow.
        final int share = rounds == 0 ? 0 : Integer.reverse(member) >>> Integer.SIZE - rounds;
        return new Halving(member, share, rounds, true);
    }

    /** How many rounds there are. */
    public int rounds() {
        return rounds;
    }

    /** Whom the member meets in that round. */
    public int partner(final int round) {
        return Hypercube.partner(member, nearestFirst ? round : dimension(round));
    }

    /** The first of the shares that the member keeps. */
    public int keep(final int round) {
        return Hypercube.block(share, dimension(round));
    }

    /** The first of the shares that the member gives to the partner. */
    public int give(final int round) {
        return Hypercube.partner(keep(round), dimension(round));
    }

    /** How many shares the member keeps, and how many it gives. */
    public int width(final int round) {
        return 1 << dimension(round);
    }

    private int dimension(final int round) {
        return rounds - 1 - round;
    }
}
