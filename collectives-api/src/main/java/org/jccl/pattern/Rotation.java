// SPDX-License-Identifier: Apache-2.0
package org.jccl.pattern;

/**
 * Ranks renumbered so that the root becomes 0 and the others follow in a circle. For patterns that are drawn for root 0
 * and in which the order of ranks does not matter.
 *
 * @param size how many ranks
 * @param root which becomes 0
 */
public record Rotation(int size, int root) {
    /** The new number of a rank. */
    public int label(final int rank) {
        return rank >= root ? rank - root : rank - root + size;
    }

    /** The rank that has that number. */
    public int rank(final int label) {
        return label < size - root ? label + root : label + root - size;
    }
}
