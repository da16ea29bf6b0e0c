// SPDX-License-Identifier: Apache-2.0
package org.jccl.verify;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * How one chunk's value came to be: a leaf is what a rank contributed, an inner node combines its operands from left to
 * right in one kernel, and a finished node is a complete reduction to which the operator's finish was applied.
 *
 * <p>Trees of one {@link Verification} are shared: equal structure means the same object, so {@code ==} compares them.
 * Immutable, any thread.
 */
public final class ExpressionTree {
    /** What a rank contributed. */
    @FunctionalInterface
    public interface Leaf<T> {
        /** The value of that chunk of that rank's INPUT. */
        T value(int rank, int chunk);
    }

    private final ExpressionTree[] operands;
    private final boolean finished;
    private final int firstRank;
    private final int lastRank;
    private final int chunk;
    private final int leaves;
    private final boolean ascending;
    private final boolean oneChunk;
    private final BitSet ranks;

    /** A leaf. */
    ExpressionTree(final int rank, final int chunk) {
        operands = new ExpressionTree[0];
        finished = false;
        firstRank = rank;
        lastRank = rank;
        this.chunk = chunk;
        leaves = 1;
        ascending = true;
        oneChunk = true;
        ranks = new BitSet();
        ranks.set(rank);
    }

    /** A combination of several operands, or a finished single one. */
    ExpressionTree(final ExpressionTree[] operands, final boolean finished) {
        this.operands = operands;
        this.finished = finished;
        firstRank = operands[0].firstRank;
        lastRank = operands[operands.length - 1].lastRank;
        chunk = operands[0].chunk;
        ranks = new BitSet();
        int count = 0;
        boolean inOrder = true;
        boolean sameChunk = true;
        int before = -1;
        for (final ExpressionTree operand : operands) {
            count += operand.leaves;
            inOrder &= operand.ascending && before < operand.firstRank;
            sameChunk &= operand.oneChunk && operand.chunk == chunk;
            before = operand.lastRank;
            ranks.or(operand.ranks);
        }
        leaves = count;
        ascending = inOrder;
        oneChunk = sameChunk;
    }

    /** Whether this is one rank's contribution as it was. */
    public boolean isLeaf() {
        return operands.length == 0;
    }

    /** Whether the operator's finish was applied to the whole. */
    public boolean isFinished() {
        return finished;
    }

    /** Whether the leaves, from left to right, are of ascending ranks. */
    public boolean isRankOrdered() {
        return ascending;
    }

    /** How many contributions are in it. */
    public int leaves() {
        return leaves;
    }

    /**
     * The value of this tree.
     *
     * @param leaf what a rank contributed, the operator's prepare included
     * @param combine two or more operands, from left to right
     * @param finish what is applied to a complete reduction
     */
    public <T> T fold(final Leaf<T> leaf, final Function<List<T>, T> combine, final UnaryOperator<T> finish) {
        if (isLeaf()) {
            return leaf.value(firstRank, chunk);
        }
        final List<T> values = new ArrayList<>(operands.length);
        for (final ExpressionTree operand : operands) {
            values.add(operand.fold(leaf, combine, finish));
        }
        return finished ? finish.apply(values.get(0)) : combine.apply(values);
    }

    /** The value of this tree under an operator that has no finish. */
    public <T> T fold(final Leaf<T> leaf, final Function<List<T>, T> combine) {
        return fold(leaf, combine, UnaryOperator.identity());
    }

    /** The rank of the leftmost leaf. */
    public int firstRank() {
        return firstRank;
    }

    /** Whether exactly one contribution of every one of {@code size} ranks is in it, all of one chunk. */
    boolean isComplete(final int size) {
        return oneChunk && leaves == size && ranks.cardinality() == size;
    }

    /** Whether all leaves are of the same chunk. */
    boolean isOfOneChunk() {
        return oneChunk;
    }

    /** The chunk of INPUT that the leftmost leaf is; in a correct schedule all leaves are of the same chunk. */
    public int chunk() {
        return chunk;
    }

    /** The ranks whose contributions are in it. */
    BitSet ranks() {
        return ranks;
    }

    /** Ranks and brackets: {@code ((0+1)+(2+3))[5]} is chunk 5, combined pairwise. */
    @Override
    public String toString() {
        final StringBuilder text = new StringBuilder();
        append(text, oneChunk);
        return oneChunk ? text.append('[').append(chunk).append(']').toString() : text.toString();
    }

    private void append(final StringBuilder text, final boolean plain) {
        if (isLeaf()) {
            text.append(firstRank).append(plain ? "" : "[" + chunk + "]");
        } else if (finished) {
            operands[0].append(text, plain);
        } else {
            for (int i = 0; i < operands.length; i++) {
                text.append(i == 0 ? '(' : '+');
                operands[i].append(text, plain);
            }
            text.append(')');
        }
    }
}
