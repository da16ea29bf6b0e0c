// SPDX-License-Identifier: Apache-2.0
package org.jccl.schedule;

import java.util.Arrays;

/**
 * One step of one rank: a mutable flyweight that {@link Schedule#at} fills. Not safe for use by several threads.
 *
 * <p>Steps are written in the order of a sentence:
 *
 * <pre>
 *   step.send(INPUT, c, 1).to(right);
 *   step.reduce().local(INPUT, c, 1).from(left).into(OUTPUT, c, 1);
 *   step.receive(left).into(OUTPUT, c, 1);
 *   step.copy(INPUT, rank, 1).into(OUTPUT, rank, 1);
 *   step.signal().to(peer);      step.await(peer);
 * </pre>
 *
 * <p>Operands of a reduction are combined from left to right: {@code ((o0 op o1) op o2)}.
 */
public final class Step {
    /** What a step does. */
    public enum Kind {
        /** Gives a range to one or several peers. */
        SEND,
        /** Takes what a peer sends into a range. */
        RECEIVE,
        /** Combines operands, in order, into a range; an operand is a local range or what a peer sends. */
        REDUCE,
        /** Copies a local range. */
        COPY,
        /** Sends a header without data. */
        SIGNAL,
        /** Waits for a header without data. */
        AWAIT
    }

    private static final int LOCAL = -1;

    private Kind kind;
    private final Range source = new Range();
    private final Range destination = new Range();
    private int[] peers = new int[4];
    private int peerCount;
    private int[] operandPeers = new int[4];
    private Range[] operandRanges = {new Range(), new Range(), new Range(), new Range()};
    private int operandCount;
    private int after;
    private boolean last;

    private Step begin(final Kind newKind) {
        kind = newKind;
        peerCount = 0;
        operandCount = 0;
        after = -1;
        last = false;
        destination.set(Space.SCRATCH, 0, 0);
        source.set(Space.SCRATCH, 0, 0);
        return this;
    }

    /** A SEND of side-by-side chunks; name the peers with {@link #to}. */
    public Step send(final Space space, final int first, final int count) {
        begin(Kind.SEND).source.set(space, first, count);
        return this;
    }

    /** A SEND of strided chunks. */
    public Step send(final Space space, final int first, final int count, final int run, final int stride) {
        begin(Kind.SEND).source.set(space, first, count, run, stride);
        return this;
    }

    /** A RECEIVE of what the peer sends; name the place with {@link #into}. */
    public Step receive(final int peer) {
        return begin(Kind.RECEIVE).from(peer);
    }

    /** A REDUCE; name the operands with {@link #local} and {@link #from}, in order, then the place. */
    public Step reduce() {
        return begin(Kind.REDUCE);
    }

    /** A COPY of side-by-side chunks; name the place with {@link #into}. */
    public Step copy(final Space space, final int first, final int count) {
        return begin(Kind.COPY).local(space, first, count);
    }

    /** A header without data; name the peers with {@link #to}. */
    public Step signal() {
        return begin(Kind.SIGNAL);
    }

    /** Waits for a peer's signal. */
    public Step await(final int peer) {
        return begin(Kind.AWAIT).from(peer);
    }

    /** Adds a peer to a SEND or SIGNAL. */
    public Step to(final int peer) {
        if (peerCount == peers.length) {
            peers = Arrays.copyOf(peers, peerCount * 2);
        }
        peers[peerCount++] = peer;
        return this;
    }

    /** Adds, as the next operand, what the peer sends. */
    public Step from(final int peer) {
        nextOperand(peer);
        return this;
    }

    /** Adds a local range as the next operand. */
    public Step local(final Space space, final int first, final int count) {
        nextOperand(LOCAL).set(space, first, count);
        return this;
    }

    /** Side-by-side chunks as the place where the step writes. */
    public Step into(final Space space, final int first, final int count) {
        destination.set(space, first, count);
        return this;
    }

    /** Strided chunks as the place where the step writes. */
    public Step into(final Space space, final int first, final int count, final int run, final int stride) {
        destination.set(space, first, count, run, stride);
        return this;
    }

    /** The step may begin only when that earlier step of this rank has ended. */
    public Step after(final int index) {
        after = index;
        return this;
    }

    /** The result of this reduction holds every rank's contribution, so the operator's finish (average) applies. */
    public Step last() {
        last = true;
        return this;
    }

    /** Lets {@link #after} count from {@code first} on, where these steps are a part of a longer schedule. */
    void startAt(final int first) {
        if (after >= 0) {
            after += first;
        }
    }

    /** Renames peers, and moves all ranges to OUTPUT, so many chunks further on. */
    void embed(final int[] ranks, final int firstChunk) {
        for (int i = 0; i < peerCount; i++) {
            peers[i] = ranks[peers[i]];
        }
        for (int i = 0; i < operandCount; i++) {
            operandPeers[i] = operandPeers[i] == LOCAL ? LOCAL : ranks[operandPeers[i]];
            operandRanges[i].move(Space.OUTPUT, firstChunk);
        }
        source.move(Space.OUTPUT, firstChunk);
        destination.move(Space.OUTPUT, firstChunk);
    }

    private Range nextOperand(final int peer) {
        if (operandCount == operandPeers.length) {
            operandPeers = Arrays.copyOf(operandPeers, operandCount * 2);
            operandRanges = Arrays.copyOf(operandRanges, operandCount * 2);
            for (int i = operandCount; i < operandRanges.length; i++) {
                operandRanges[i] = new Range();
            }
        }
        operandPeers[operandCount] = peer;
        return operandRanges[operandCount++];
    }

    /** What the step does. */
    public Kind kind() {
        return kind;
    }

    /** What a SEND gives; empty for a SIGNAL. */
    public Range source() {
        return source;
    }

    /** Where RECEIVE, REDUCE and COPY write; empty otherwise. */
    public Range destination() {
        return destination;
    }

    /** To how many peers a SEND or SIGNAL goes. */
    public int peerCount() {
        return peerCount;
    }

    /** The i-th of them. */
    public int peer(final int i) {
        return peers[i];
    }

    /** Operands of a REDUCE; 1 for RECEIVE, COPY and AWAIT. */
    public int operandCount() {
        return operandCount;
    }

    /** The peer that sends operand i, or -1 if it is a local range. */
    public int operandPeer(final int i) {
        return operandPeers[i];
    }

    /** The local range of operand i; meaningless if a peer sends it. */
    public Range operand(final int i) {
        return operandRanges[i];
    }

    /** The earlier step that must have ended, or -1. */
    public int after() {
        return after;
    }

    /** Whether the operator's finish applies to the result. */
    public boolean isLast() {
        return last;
    }

    @Override
    public String toString() {
        final StringBuilder text = new StringBuilder(kind.toString());
        if (peerCount > 0) {
            text.append(' ').append(source).append(" to").append(peersText());
        }
        for (int i = 0; i < operandCount; i++) {
            text.append(i == 0 ? " " : ", ");
            text.append(operandPeers[i] == LOCAL ? operandRanges[i].toString() : "rank " + operandPeers[i]);
        }
        if (destination.count() > 0) {
            text.append(" -> ").append(destination);
        }
        return text.append(last ? " last" : "")
                .append(after >= 0 ? " after " + after : "")
                .toString();
    }

    private String peersText() {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < peerCount; i++) {
            text.append(' ').append(peers[i]);
        }
        return text.toString();
    }
}
