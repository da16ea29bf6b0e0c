// SPDX-License-Identifier: Apache-2.0
package org.jccl.plan;

import org.jccl.schedule.Schedule;

/**
 * One rank's steps of one schedule, compiled into packed arrays: what the executor runs. It depends on chunk numbers
 * only, so one plan serves every count and type. Nobody changes an array of it.
 *
 * <p>A plan has two kinds of work. A <em>send</em> gives one range to one peer. A <em>fold</em> combines operands, local
 * ranges or what peers send, in order, into one range; receiving and copying are folds of one operand. Each send and
 * fold has dependencies: on folds that write what it reads, and on sends and folds that still read what it writes.
 */
public final class Plan {
    /** Dependency: nothing may happen before the target has ended. */
    public static final byte WHOLE = 0;
    /** Dependency: each byte may follow as soon as the target is past it. */
    public static final byte STREAM = 1;

    /** Fold that brings the user's input into memory that the schedule works on. */
    public static final byte LOAD = 1;
    /** Fold that takes the result to the user's output. */
    public static final byte STORE = 2;
    /** Fold whose result holds all ranks' contributions. */
    public static final byte LAST = 4;

    /** What messages and the fingerprint call it. */
    public final String algorithm;

    public final int id;
    public final int chunks;
    public final int scratchChunks;
    public final boolean inPlace;
    public final boolean staged;

    /** Rank at the other end of each link. */
    public final int[] peers;
    /** All folds, and all sends as {@code ~send}, in the order of the schedule. */
    public final int[] order;
    /** Sends of each link, in order. */
    public final int[][] out;
    /** Operands that arrive on each link, in order. */
    public final int[][] in;
    /** Folds without any operand from a peer. */
    public final int[] localFolds;

    public final int[] rangeArea;
    public final int[] rangeFirst;
    public final int[] rangeCount;
    public final int[] rangeRun;
    public final int[] rangeStride;

    public final int[] sendRange;
    public final int[] sendLink;
    /** The wait of the send. */
    public final int[] sendWait;

    public final int[] foldRange;
    public final byte[] foldFlags;
    /** The link whose turn drives the fold: that of its first operand from a peer, or -1. */
    public final int[] foldAnchor;

    /** Operands of fold f are those from {@code foldOperands[f]} to {@code foldOperands[f + 1] - 1}. */
    public final int[] foldOperands;

    /** The wait of the fold for its place to be free. */
    public final int[] foldWait;

    public final int[] operandFold;
    /** The link it arrives on, or -1 for a local range. */
    public final int[] operandLink;
    /** The local range, or -1. */
    public final int[] operandRange;

    /** The wait of a local operand for its bytes to be final. */
    public final int[] operandWait;

    /** The dependencies of wait w are those from {@code waits[w]} to {@code waits[w + 1] - 1}. */
    public final int[] waits;

    /** The fold waited for, or {@code ~send}. */
    public final int[] dependencyTarget;

    public final byte[] dependencyKind;
    /** The target's range, and the range of whoever waits: their distance shifts one's positions to the other's. */
    public final int[] dependencyTargetRange;

    public final int[] dependencyOwnRange;

    Plan(
            final String algorithm,
            final int id,
            final Schedule schedule,
            final boolean inPlace,
            final boolean staged,
            final PlanTables tables) {
        this.algorithm = algorithm;
        this.id = id;
        this.inPlace = inPlace;
        this.staged = staged;
        chunks = schedule.chunks();
        scratchChunks = schedule.scratchChunks();
        order = tables.order.toArray();
        peers = tables.peers.toArray();
        out = tables.out.stream().map(IntList::toArray).toArray(int[][]::new);
        in = tables.in.stream().map(IntList::toArray).toArray(int[][]::new);
        localFolds = tables.localFolds.toArray();
        rangeArea = tables.rangeArea.toArray();
        rangeFirst = tables.rangeFirst.toArray();
        rangeCount = tables.rangeCount.toArray();
        rangeRun = tables.rangeRun.toArray();
        rangeStride = tables.rangeStride.toArray();
        sendRange = tables.sendRange.toArray();
        sendLink = tables.sendLink.toArray();
        sendWait = tables.sendWait.toArray();
        foldRange = tables.foldRange.toArray();
        foldFlags = tables.foldFlags.toBytes();
        foldAnchor = tables.foldAnchor.toArray();
        foldOperands = closed(tables.foldOperands, tables.operandFold.size());
        foldWait = tables.foldWait.toArray();
        operandFold = tables.operandFold.toArray();
        operandLink = tables.operandLink.toArray();
        operandRange = tables.operandRange.toArray();
        operandWait = tables.operandWait.toArray();
        waits = closed(tables.waits, tables.targets.size());
        dependencyTarget = tables.targets.toArray();
        dependencyKind = tables.kinds.toBytes();
        dependencyTargetRange = tables.targetRanges.toArray();
        dependencyOwnRange = tables.ownRanges.toArray();
    }

    /** Begins, and where the last one ends. */
    private static int[] closed(final IntList begins, final int end) {
        begins.add(end);
        return begins.toArray();
    }

    /** How many sends there are. */
    public int sends() {
        return sendRange.length;
    }

    /** How many folds there are. */
    public int folds() {
        return foldRange.length;
    }

    /** How many links there are. */
    public int links() {
        return peers.length;
    }

    @Override
    public String toString() {
        return algorithm + " (" + sends() + " sends, " + folds() + " folds over " + links() + " links)";
    }
}
