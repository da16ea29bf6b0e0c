// SPDX-License-Identifier: Apache-2.0
package org.jccl.pattern;

/**
 * How any number of ranks becomes a power of two: the first ranks are folded in pairs, and each pair acts as one
 * <em>member</em>.
 *
 * <p>With {@code size = members + pairs} and {@code members} the greatest power of two not above {@code size}, ranks 2i
 * and 2i+1 form member i for i below {@code pairs}; every later rank is a member of its own. The even rank of a pair
 * acts, the odd one is <em>folded</em> into it. Because pairs are neighbours, side-by-side members are side-by-side
 * ranks: whatever is in rank order over members is in rank order over ranks.
 *
 * <pre>
 *   size 7:   ranks     0 1 | 2 3 | 4 5 | 6
 *             members    0     1     2    3
 * </pre>
 *
 * <p>Immutable, any thread.
 */
public final class Folding {
    private final int members;
    private final int pairs;

    /** The folding of that many ranks, at least one. */
    public Folding(final int size) {
        members = Integer.highestOneBit(size);
        pairs = size - members;
    }

    /** How many members there are: a power of two. */
    public int members() {
        return members;
    }

    /** How many dimensions the cube of members has. */
    public int dimensions() {
        return Hypercube.dimensions(members);
    }

    /** How many members are pairs. */
    public int pairs() {
        return pairs;
    }

    /**
     * The longest chain of messages when members meet once along every dimension, folded ranks hand over first and are
     * told last. A chain through all dimensions ends at the member opposite to where it began, so it begins and ends
     * with a pair's message only if two opposite members are pairs.
     */
    public int rounds() {
        final int pairsAtTheEnds = 2 * pairs > members ? 2 : Math.min(pairs, 1);
        return dimensions() + pairsAtTheEnds;
    }

    /** Whether the rank is the odd one of a pair, for which its {@link #twin} acts. */
    public boolean isFolded(final int rank) {
        return isPaired(rank) && (rank & 1) == 1;
    }

    /** Whether the rank is the even one of a pair, which acts for its {@link #twin} as well. */
    public boolean actsForTwo(final int rank) {
        return isPaired(rank) && (rank & 1) == 0;
    }

    private boolean isPaired(final int rank) {
        return rank < 2 * pairs;
    }

    /** The other rank of a pair. */
    public int twin(final int rank) {
        return rank ^ 1;
    }

    /** The member that the rank belongs to. */
    public int member(final int rank) {
        return isPaired(rank) ? rank >> 1 : rank - pairs;
    }

    /**
     * The rank that acts for the member, which is also the member's first rank: members a to b-1 are the ranks
     * {@code rank(a)} to {@code rank(b) - 1}, for b up to {@link #members}.
     */
    public int rank(final int member) {
        return member < pairs ? 2 * member : member + pairs;
    }

    /** How many ranks so many side-by-side members are. */
    public int ranks(final int firstMember, final int count) {
        return rank(firstMember + count) - rank(firstMember);
    }
}
