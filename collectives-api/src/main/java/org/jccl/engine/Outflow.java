// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import org.jccl.traffic.Sender;

/** What the calls of one tag send over wires, and whether what is ordinary of it may leave now. Owner only. */
final class Outflow {
    /** What is sent at a rate leaves in pieces that are soon past. */
    private static final long PACED_BYTES = 16 << 10;

    private final Sender sender;
    private long ordinaryBytes;
    private long urgentBytes;
    /** Of those, what the others know of. */
    private long toldOrdinary;

    private long toldUrgent;
    /** Whether more would have left if links, rates and shares had let it. */
    private boolean refused;

    private long pieceBytes = Activation.SEGMENT_BYTES;
    private long waitNs;

    Outflow(final Sender sender) {
        this.sender = sender;
    }

    /** A link has taken so many of the bytes that it was offered. */
    void left(final boolean urgent, final long taken, final long offered) {
        if (urgent) {
            urgentBytes += taken;
        } else {
            ordinaryBytes += taken;
            refused |= taken < offered;
        }
    }

    /** More would leave if it might. */
    void wanted() {
        refused = true;
    }

    /** The most that is offered at once. */
    long pieceBytes() {
        return pieceBytes;
    }

    /** How long what is ordinary waits, as far as is known; 0 or less: not at all. */
    long waitNs() {
        return waitNs;
    }

    /** Nothing is to be heeded, and nobody told of what has left so far. */
    void forget() {
        toldOrdinary = ordinaryBytes;
        toldUrgent = urgentBytes;
        waitNs = 0;
        pieceBytes = Activation.SEGMENT_BYTES;
    }

    /** Tells what has left, and finds out whether more may. */
    void look(final long nowNs) {
        if (ordinaryBytes != toldOrdinary || urgentBytes != toldUrgent) {
            sender.sent(ordinaryBytes - toldOrdinary, urgentBytes - toldUrgent, nowNs);
            toldOrdinary = ordinaryBytes;
            toldUrgent = urgentBytes;
        }
        if (refused) {
            sender.refused(nowNs);
            refused = false;
        }
        pieceBytes = sender.isPaced() ? PACED_BYTES : Activation.SEGMENT_BYTES;
        waitNs = sender.waitNs(nowNs);
    }

    /** Something urgent has just moved; or, with 0, nothing urgent is under way. */
    void urgent(final long nowNs) {
        sender.urgent(nowNs);
    }

    void close() {
        sender.close();
    }
}
