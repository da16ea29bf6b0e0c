// SPDX-License-Identifier: Apache-2.0
package org.jccl.pattern;

/**
 * A power of two of members at the corners of a cube, each with one partner along every dimension.
 *
 * <p>Along dimension d the partner's number differs in bit d alone. A <em>block</em> of dimension d is the
 * {@code 2^d} side-by-side members that differ in their lower d bits; along dimension d it meets the block beside it.
 *
 * <pre>
 *   dimension 0    0-1   2-3   4-5   6-7     blocks of 1
 *   dimension 1    0-2   1-3   4-6   5-7     blocks of 2:  [0 1] meets [2 3]
 *   dimension 2    0-4   1-5   2-6   3-7     blocks of 4:  [0 1 2 3] meets [4 5 6 7]
 * </pre>
 */
public final class Hypercube {
    private Hypercube() {}

    /** How many dimensions a cube of that many members has: their logarithm. */
    public static int dimensions(final int members) {
        return Integer.numberOfTrailingZeros(members);
    }

    /** Whom the member meets along a dimension; also the first member of the block that its block meets. */
    public static int partner(final int member, final int dimension) {
        return member ^ 1 << dimension;
    }

    /** The first member of the block of that dimension in which the member lies. */
    public static int block(final int member, final int dimension) {
        return member >> dimension << dimension;
    }
}
