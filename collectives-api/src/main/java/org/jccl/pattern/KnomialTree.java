// SPDX-License-Identifier: Apache-2.0
package org.jccl.pattern;

import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * The k-nomial tree of any radix, over any number of ranks, rooted at any of them; of radix 2 it is the binomial tree.
 *
 * <p>A rank's <em>distance</em> from the root, written in base {@code radix}, says where it hangs: its parent's
 * distance has the lowest non-zero digit cleared. The ranks below the root form the mirror image of those above it, so
 * every subtree is a row of side-by-side ranks, its own rank at the end that is nearer to the root. Therefore a subtree
 * of blocks is one contiguous range, and a reduction up the tree can be in rank order, whatever the root.
 *
 * <pre>
 *   radix 2, 8 ranks, root 3:               3
 *                               +---+-------+---+---+-------+
 *                               1   2           4   5       7
 *                               |                   |
 *                               0                   6
 *   distance                3   2   1       0   1   2   3   4
 * </pre>
 *
 * <p>Immutable, any thread.
 */
public final class KnomialTree {
    private final int radix;
    private final int size;
    private final int root;

    /** The tree of that radix, at least 2, over the ranks 0 to size-1; of a radix from {@code size} on, it is flat. */
    public KnomialTree(final int radix, final int size, final int root) {
        if (radix < 2) {
            throw new IllegalArgumentException("radix " + radix + "; a tree has at least 2");
        }
        this.radix = radix;
        this.size = size;
        this.root = root;
    }

    /** The rank one step nearer to the root, or -1 for the root. */
    public int parent(final int rank) {
        if (rank == root) {
            return -1;
        }
        final int distance = distance(rank);
        final int remainder = (int) (distance % (reach(distance) * radix));
        return rank > root ? rank - remainder : rank + remainder;
    }

    /** The ranks one step farther from the root, in ascending order. */
    public int[] children(final int rank) {
        final IntStream.Builder children = IntStream.builder();
        if (rank <= root) {
            distancesBelow(rank, root + 1, distance -> children.add(root - distance));
        }
        if (rank >= root) {
            distancesBelow(rank, size - root, distance -> children.add(root + distance));
        }
        return children.build().sorted().toArray();
    }

    /** The first of the side-by-side ranks that are the rank and all below it. */
    public int first(final int rank) {
        return rank > root ? rank : (int) Math.max(0, rank - reach(distance(rank)) + 1);
    }

    /** How many side-by-side ranks the rank and all below it are. */
    public int width(final int rank) {
        final int end = rank < root ? rank + 1 : (int) Math.min(size, rank + reach(distance(rank)));
        return end - first(rank);
    }

    /**
     * How many steps the farthest rank is from the root. A rank is as many steps away as its distance has non-zero
     * digits, and the first of k digits is 11..1.
     */
    public int depth() {
        final int farthest = Math.max(root, size - 1 - root);
        int depth = 0;
        for (long ones = 1; ones <= farthest; ones = ones * radix + 1) {
            depth++;
        }
        return depth;
    }

    private int distance(final int rank) {
        return Math.abs(rank - root);
    }

    /**
     * How many distances hang together at that one: the place value of its lowest non-zero digit, or all at the root.
     */
    private long reach(final int distance) {
        if (distance == 0) {
            return size;
        }
        long reach = 1;
        while (distance % (reach * radix) == 0) {
            reach *= radix;
        }
        return reach;
    }

    /** A child's distance has one more non-zero digit, lower than all there are, and is below the limit of its side. */
    private void distancesBelow(final int rank, final int limit, final IntConsumer child) {
        final int distance = distance(rank);
        for (long place = 1; place < reach(distance); place *= radix) {
            final long end = Math.min(limit, distance + place * radix);
            for (long found = distance + place; found < end; found += place) {
                child.accept((int) found);
            }
        }
    }
}
