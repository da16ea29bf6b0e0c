// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

/**
 * One rank's steps of one schedule, compiled into packed arrays: what the executor runs. It depends on chunk numbers
 * only, so one plan serves every count and type. Immutable after {@link PlanCompiler} built it.
 *
 * <p>A plan has two kinds of work. A <em>send</em> gives one range to one peer. A <em>fold</em> combines operands, local
 * ranges or what peers send, in order, into one range; receiving and copying are folds of one operand. Each send and
 * fold has dependencies: on folds that write what it reads, and on sends and folds that still read what it writes.
 */
final class Plan {
    /** Dependency: nothing may happen before the target has ended. */
    static final byte WHOLE = 0;
    /** Dependency: each byte may follow as soon as the target is past it. */
    static final byte STREAM = 1;

    /** Fold that brings the user's input into memory that the schedule works on. */
    static final byte LOAD = 1;
    /** Fold that takes the result to the user's output. */
    static final byte STORE = 2;
    /** Fold whose result holds all ranks' contributions. */
    static final byte LAST = 4;

    /** What messages and the fingerprint call it. */
    String algorithm;

    int id;
    int chunks;
    int scratchChunks;
    boolean inPlace;
    boolean staged;

    /** Rank at the other end of each link. */
    int[] peers;
    /** All folds, and all sends as {@code ~send}, in the order of the schedule. */
    int[] order;
    /** Sends of each link, in order. */
    int[][] out;
    /** Operands that arrive on each link, in order. */
    int[][] in;
    /** Folds without any operand from a peer. */
    int[] localFolds;

    int[] rangeArea;
    int[] rangeFirst;
    int[] rangeCount;
    int[] rangeRun;
    int[] rangeStride;

    int[] sendRange;
    int[] sendLink;
    /** The wait of the send. */
    int[] sendWait;

    int[] foldRange;
    byte[] foldFlags;
    /** The link whose turn drives the fold: that of its first operand from a peer, or -1. */
    int[] foldAnchor;

    /** Operands of fold f are those from {@code foldOperands[f]} to {@code foldOperands[f + 1] - 1}. */
    int[] foldOperands;

    /** The wait of the fold for its place to be free. */
    int[] foldWait;

    int[] operandFold;
    /** The link it arrives on, or -1 for a local range. */
    int[] operandLink;
    /** The local range, or -1. */
    int[] operandRange;

    /** The wait of a local operand for its bytes to be final. */
    int[] operandWait;

    /** The dependencies of wait w are those from {@code waits[w]} to {@code waits[w + 1] - 1}. */
    int[] waits;

    /** The fold waited for, or {@code ~send}. */
    int[] dependencyTarget;

    byte[] dependencyKind;
    /** The target's range, and the range of whoever waits: their distance shifts one's positions to the other's. */
    int[] dependencyTargetRange;

    int[] dependencyOwnRange;

    int sends() {
        return sendRange.length;
    }

    int folds() {
        return foldRange.length;
    }

    int links() {
        return peers.length;
    }

    @Override
    public String toString() {
        return algorithm + " (" + sends() + " sends, " + folds() + " folds over " + links() + " links)";
    }
}
