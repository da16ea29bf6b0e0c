// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import org.jccl.plan.Plan;
import org.jccl.spi.Lane;

/**
 * How far every send and fold of a slab has come. From these watermarks follows what may happen next: a reader may go as
 * far as its bytes are final, a writer as far as nobody still reads what it overwrites.
 */
final class Progress {
    private final Plan plan;
    private final Lane[] lanes;
    private final Placement placement;
    private final long[] sendDone;
    /** The lane's position before the send's payload, plus one; 0 before its header has left. */
    private final long[] sendStart;

    private final boolean[] sendByReference;
    /** Of those that go by reference to a device's memory: the lane's position behind the latest reference. */
    private final long[] referenceEnd;

    private final boolean[] sendEnded;
    private final long[] foldDone;
    private final boolean[] foldEnded;
    private int sendsLeft;
    private int foldsLeft;

    Progress(final Plan plan, final Lane[] lanes, final Placement placement) {
        this.plan = plan;
        this.lanes = lanes;
        this.placement = placement;
        sendDone = new long[plan.sends()];
        sendStart = new long[plan.sends()];
        sendByReference = new boolean[plan.sends()];
        referenceEnd = new long[plan.sends()];
        sendEnded = new boolean[plan.sends()];
        foldDone = new long[plan.folds()];
        foldEnded = new boolean[plan.folds()];
    }

    void begin() {
        // one pass each: the arrays of a small plan are shorter than a fill takes to begin
        for (int send = 0; send < sendDone.length; send++) {
            sendDone[send] = 0;
            sendStart[send] = 0;
            sendByReference[send] = false;
            referenceEnd[send] = 0;
            sendEnded[send] = false;
        }
        for (int fold = 0; fold < foldDone.length; fold++) {
            foldDone[fold] = 0;
            foldEnded[fold] = false;
        }
        sendsLeft = plan.sends();
        foldsLeft = plan.folds();
    }

    boolean headerHasLeft(final int send) {
        return sendStart[send] != 0;
    }

    /** The header of a send is in the lane, and its payload follows. */
    void headerLeft(final int send, final boolean byReference) {
        sendStart[send] = lanes[plan.sendLink[send]].accepted() + 1;
        sendByReference[send] = byReference;
    }

    boolean isByReference(final int send) {
        return sendByReference[send];
    }

    long sendDone(final int send) {
        return sendDone[send];
    }

    void sent(final int send, final long bytes) {
        sendDone[send] += bytes;
    }

    /** The latest bytes went as a reference to a device's memory. */
    void referred(final int send) {
        referenceEnd[send] = lanes[plan.sendLink[send]].accepted();
    }

    void sendEnded(final int send) {
        sendEnded[send] = true;
        sendsLeft--;
    }

    /** Whether a fold, or {@code ~send}, has moved all its bytes. */
    boolean hasEnded(final int step) {
        return step < 0 ? sendEnded[~step] : foldEnded[step];
    }

    long foldDone(final int fold) {
        return foldDone[fold];
    }

    void folded(final int fold, final long bytes) {
        foldDone[fold] += bytes;
    }

    boolean isFoldEnded(final int fold) {
        return foldEnded[fold];
    }

    void foldEnded(final int fold) {
        foldEnded[fold] = true;
        foldsLeft--;
    }

    /** Whether every step has ended and no peer reads this rank's memory any more. */
    boolean isDone() {
        if (foldsLeft > 0 || sendsLeft > 0) {
            return false;
        }
        for (int send = 0; send < sendByReference.length; send++) {
            if (sendByReference[send] && !isReleased(send)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the peer of a link still reads what was given to it by reference. */
    boolean isRead(final int link) {
        for (final int send : plan.out[link]) {
            if (sendByReference[send] && !isReleased(send)) {
                return true;
            }
        }
        return false;
    }

    /** Up to which position a wait lets its owner go: {@code length} if nothing holds it, -1 if it may not even begin. */
    long limit(final int wait, final long length) {
        long limit = length;
        for (int d = plan.waits[wait]; d < plan.waits[wait + 1]; d++) {
            final int target = plan.dependencyTarget[d];
            if (target >= 0 ? foldEnded[target] : isReleased(~target)) {
                continue;
            }
            if (plan.dependencyKind[d] == Plan.WHOLE) {
                return -1;
            }
            final long past = target >= 0 ? foldDone[target] : released(~target);
            limit = Math.min(limit, Math.max(0, past + placement.shift(d)));
        }
        return limit;
    }

    /** Whether every fold that a wait is for has ended, and has not only come far enough. */
    boolean haveEnded(final int wait) {
        for (int d = plan.waits[wait]; d < plan.waits[wait + 1]; d++) {
            final int target = plan.dependencyTarget[d];
            if (target >= 0 && !foldEnded[target]) {
                return false;
            }
        }
        return true;
    }

    private boolean isReleased(final int send) {
        return sendEnded[send] && (!sendByReference[send] || released(send) == placement.length(plan.sendRange[send]));
    }

    /** How many bytes of a send may be overwritten: by value those that were accepted, by reference those consumed. */
    private long released(final int send) {
        if (!sendByReference[send]) {
            return sendDone[send];
        }
        final long position = lanes[plan.sendLink[send]].consumed();
        if (referenceEnd[send] != 0) {
            return position >= referenceEnd[send] ? sendDone[send] : 0;
        }
        final long consumed = position - (sendStart[send] - 1);
        return Math.max(0, Math.min(consumed, sendDone[send]));
    }
}
