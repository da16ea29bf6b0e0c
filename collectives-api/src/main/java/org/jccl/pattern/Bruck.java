// SPDX-License-Identifier: Apache-2.0
package org.jccl.pattern;

/**
 * How many blocks travel in each round of Bruck's algorithms. Their rounds and peers are those of {@link Dissemination}.
 */
public final class Bruck {
    private Bruck() {}

    /**
     * The longest chain of messages that need one another, in either algorithm. It is one shorter than the rounds where
     * the last round moves so little that nothing in it came with the round before: where size is at most 3/4 of the next
     * power of two.
     */
    public static int depth(final int size) {
        final int rounds = Dissemination.rounds(size);
        return rounds < 2 || 4 * size > 3 << rounds ? rounds : rounds - 1;
    }

    /**
     * All-gather: blocks passed on in that round. A rank holds 2^round of them, and passes all, except in the last
     * round, when fewer are missing.
     */
    public static int passed(final int round, final int size) {
        final int held = 1 << round;
        return Math.min(held, size - held);
    }

    /**
     * All-to-all: blocks that travel in that round. A block with {@code d} ranks to go travels in the rounds that are
     * the binary digits of d, so these are the distances below {@code size} with that digit set.
     */
    public static int travelling(final int round, final int size) {
        final int reach = 1 << round;
        final int wholeRuns = size / (2 * reach);
        final int rest = size % (2 * reach) - reach;
        return wholeRuns * reach + Math.max(0, rest);
    }
}
