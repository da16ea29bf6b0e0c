// SPDX-License-Identifier: Apache-2.0
package org.jccl.rdma;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jccl.buffer.Memory;

/**
 * Waking ranks that sleep. What a peer writes into memory is no event to anybody, so a rank that goes to sleep tells its
 * peers by a number in their mailboxes, and who has written something to it and finds the number new sends it an empty
 * message, which is one. The number stands until somebody has rung.
 *
 * <p>A peer may have written just before it could see the number, and what it wrote may still be on its way when the
 * sleeper looks for the last time. Hence a sleeper whose number is young does not sleep for long. Letters are events
 * anyway, and need no bell. Owner only.
 */
final class Bells {
    /** Longer than anything is on its way that was written before the number arrived. */
    private static final long YOUNG_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final long NAP_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Fabric fabric;
    private final Mailbox mailbox;
    private final List<RdmaLane> lanes;
    /** By peer: its number when this rank last rang. */
    private final long[] answered;

    private final Completion bell = new Completion();
    private long number;
    private long announcedNs;
    private boolean stands;

    Bells(final Fabric fabric, final Mailbox mailbox, final List<RdmaLane> lanes) {
        this.fabric = fabric;
        this.mailbox = mailbox;
        this.lanes = lanes;
        answered = new long[mailbox.size()];
        hang();
    }

    private void hang() {
        fabric.receive(mailbox.address(), 0, Tags.BELL, bell);
    }

    /** Peers that could not be told so far must be. */
    void peersHaveChanged() {
        stands = false;
    }

    /** This rank goes to sleep. */
    void announce() {
        listen();
        if (!stands && !fabric.writes().needsDelivery()) {
            stands = true;
            number++;
            announcedNs = System.nanoTime();
            for (int i = 0; i < lanes.size(); i++) {
                lanes.get(i).announce(number);
            }
        }
    }

    long longestSleepNs() {
        return stands && System.nanoTime() - announcedNs < YOUNG_NS ? NAP_NS : Long.MAX_VALUE;
    }

    /** Hears who has rung. */
    void listen() {
        if (bell.isDone()) {
            stands = false;
            hang();
        }
    }

    /** Something has been written to a peer over that way. */
    void ring(final int peer, final PeerEndpoint way) {
        final long asleep = Memory.getLongAcquire(mailbox.lane(peer, 0) + Mailbox.SLEEP);
        if (asleep != answered[peer]) {
            answered[peer] = asleep;
            way.ring(Tags.BELL);
        }
    }

    /** Nobody need ring any more. */
    void close() {
        fabric.cancel(bell);
    }

    /** Gives its memory back, once UCX is gone. */
    void free() {
        Completion.free(bell);
    }
}
