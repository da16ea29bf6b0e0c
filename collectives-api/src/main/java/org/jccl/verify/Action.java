// SPDX-License-Identifier: Apache-2.0
package org.jccl.verify;

import org.jccl.schedule.Range;
import org.jccl.schedule.Schedule;
import org.jccl.schedule.Step;

/** One step of one rank, unpacked into cells so that all ranks' steps can be looked at together. */
final class Action {
    private static final int[] NOTHING = {};

    private final Schedule schedule;
    private final int rank;
    private final int index;
    private final int id;
    private final Step.Kind kind;
    private final int after;
    private final boolean last;
    private final int[] peers;
    private final int[] source;
    private final int[] sourceLengths;
    private final int[] destination;
    private final int[] destinationLengths;
    private final int[][] operands;
    private final int[] operandPeers;
    private final Action[] senders;

    /** Unpacks a step that {@link StepRules} found no fault with. */
    Action(
            final Schedule schedule,
            final ChunkMap map,
            final Step step,
            final int rank,
            final int index,
            final int id) {
        this.schedule = schedule;
        this.rank = rank;
        this.index = index;
        this.id = id;
        kind = step.kind();
        after = step.after();
        last = step.isLast();
        peers = new int[step.peerCount()];
        for (int i = 0; i < peers.length; i++) {
            peers[i] = step.peer(i);
        }
        source = cells(map, step.source());
        sourceLengths = lengths(map, step.source());
        destination = cells(map, step.destination());
        destinationLengths = lengths(map, step.destination());
        operands = new int[step.operandCount()][];
        operandPeers = new int[operands.length];
        senders = new Action[operands.length];
        for (int i = 0; i < operands.length; i++) {
            operandPeers[i] = step.operandPeer(i);
            operands[i] = operandPeers[i] >= 0 ? NOTHING : cells(map, step.operand(i));
        }
    }

    static int[] cells(final ChunkMap map, final Range range) {
        final int[] cells = new int[range.count()];
        for (int k = 0; k < cells.length; k++) {
            cells[k] = map.cell(range.space(), range.chunk(k));
        }
        return cells;
    }

    static int[] lengths(final ChunkMap map, final Range range) {
        final int[] lengths = new int[range.count()];
        for (int k = 0; k < lengths.length; k++) {
            lengths[k] = map.lengthClass(range.space(), range.chunk(k));
        }
        return lengths;
    }

    int rank() {
        return rank;
    }

    int index() {
        return index;
    }

    /** Unique among all ranks' actions, from 0. */
    int id() {
        return id;
    }

    Step.Kind kind() {
        return kind;
    }

    /** The earlier step that must have ended, or -1. */
    int after() {
        return after;
    }

    boolean isLast() {
        return last;
    }

    int[] peers() {
        return peers;
    }

    /** Cells that a SEND reads. */
    int[] source() {
        return source;
    }

    int[] sourceLengths() {
        return sourceLengths;
    }

    /** Cells that are written. */
    int[] destination() {
        return destination;
    }

    int[] destinationLengths() {
        return destinationLengths;
    }

    int operandCount() {
        return operands.length;
    }

    int operandPeer(final int operand) {
        return operandPeers[operand];
    }

    /** Cells that an operand reads; none if a peer sends it. */
    int[] operand(final int operand) {
        return operands[operand];
    }

    /** The SEND or SIGNAL that an operand is matched with, or null for a local one. */
    Action sender(final int operand) {
        return senders[operand];
    }

    void match(final int operand, final Action sender) {
        senders[operand] = sender;
    }

    @Override
    public String toString() {
        final Step step = new Step();
        schedule.at(index, step);
        return "rank " + rank + " step " + index + " (" + step + ")";
    }
}
