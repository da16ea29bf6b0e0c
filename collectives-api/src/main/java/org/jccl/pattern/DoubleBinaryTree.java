// SPDX-License-Identifier: Apache-2.0
package org.jccl.pattern;

import java.util.Arrays;

/**
 * Two binary trees under one root, in which no other rank is inner twice: who is inner in one is a leaf in the other.
 *
 * <p>Tree 0 is in order over the other ranks, numbered from 1 in a circle from the root: odd numbers are leaves, even
 * ones are inner. Tree 1 is the same tree with odd and even exchanged: its mirror image if there is an even number of
 * other ranks, else the same tree shifted by one. So if each tree carries half of the data, no rank moves more than it
 * would in a chain of all ranks, yet it is only log2 n steps away from the root.
 *
 * <pre>
 *   5 ranks     tree 0:   0---4       tree 1:   0---1
 *                            /                       \
 *                           2                         3
 *                          / \                       / \
 *                         1   3                     2   4
 * </pre>
 *
 * <p>P. Sanders, J. Speck and J. L. Träff, 2009. Immutable, any thread.
 */
public final class DoubleBinaryTree {
    /** How many trees there are. */
    public static final int TREES = 2;

    private final int size;
    private final Rotation rotation;
    private final InOrderTree tree;

    /** The trees over the ranks 0 to size-1 under that root. */
    public DoubleBinaryTree(final int size, final int root) {
        this.size = size;
        rotation = new Rotation(size, root);
        tree = new InOrderTree(size);
    }

    /** The rank above in that tree (0 or 1), or -1 for the root. */
    public int parent(final int which, final int rank) {
        final int place = tree.parent(place(which, rank));
        return place < 0 ? -1 : rank(which, place);
    }

    /** The ranks below in that tree (0 or 1), in ascending order: none for a leaf, one for the root, else one or two. */
    public int[] children(final int which, final int rank) {
        final int[] children = tree.children(place(which, rank));
        for (int i = 0; i < children.length; i++) {
            children[i] = rank(which, children[i]);
        }
        Arrays.sort(children);
        return children;
    }

    /** How many steps the farthest rank is from the root. */
    public int depth() {
        return Integer.SIZE - Integer.numberOfLeadingZeros(size - 1);
    }

    /** Where the rank stands in the tree. */
    private int place(final int which, final int rank) {
        final int label = rotation.label(rank);
        if (which == 0 || label == 0) {
            return label;
        }
        return isMirrored() ? size - label : label % (size - 1) + 1;
    }

    /** Which rank stands there. */
    private int rank(final int which, final int place) {
        if (which == 0 || place == 0) {
            return rotation.rank(place);
        }
        return rotation.rank(isMirrored() ? size - place : (place + size - 3) % (size - 1) + 1);
    }

    private boolean isMirrored() {
        return size % 2 == 1;
    }
}
