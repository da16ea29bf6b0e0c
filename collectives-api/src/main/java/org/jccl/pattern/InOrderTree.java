// SPDX-License-Identifier: Apache-2.0
package org.jccl.pattern;

/**
 * The binary tree over labels 1 to size-1 in which every left subtree lies before and every right subtree after its
 * top, hung under label 0.
 *
 * <p>The lowest set bit of a label says how high it is: odd labels are leaves, and all even labels but 0 have two
 * children, or one at the ragged end.
 *
 * <pre>
 *   0---------------8
 *            ______/ \______
 *           4               12
 *         /   \            /  \
 *       2       6       10     \
 *      / \     / \     /  \     \
 *     1   3   5   7   9   11    13
 * </pre>
 */
final class InOrderTree {
    private static final int[] NONE = {};

    private final int size;

    InOrderTree(final int size) {
        this.size = size;
    }

    /** The label above, or -1 for label 0. */
    int parent(final int label) {
        if (label == 0) {
            return -1;
        }
        final int bit = Integer.lowestOneBit(label);
        final int cleared = label - bit;
        final int regular = cleared | bit << 1;
        return regular < size ? regular : cleared;
    }

    /** The labels below, in ascending order. */
    int[] children(final int label) {
        if (label == 0) {
            return size == 1 ? NONE : new int[] {Integer.highestOneBit(size - 1)};
        }
        final int half = Integer.lowestOneBit(label) >> 1;
        if (half == 0) {
            return NONE;
        }
        final int right = right(label, half);
        return right == label ? new int[] {label - half} : new int[] {label - half, right};
    }

    /**
     * The top of what remains on the right: where the regular child would lie past the end, a lower one takes its
     * place.
     */
    private int right(final int label, final int half) {
        int offset = half;
        while (label + offset >= size) {
            offset >>= 1;
        }
        return label + offset;
    }
}
