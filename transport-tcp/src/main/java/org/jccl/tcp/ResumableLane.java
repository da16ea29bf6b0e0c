// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.util.function.Consumer;
import org.jccl.spi.Durations;
import org.jccl.spi.Waiter;
import org.jccl.spi.Wire;

/**
 * A lane whose stream goes on over another connection when one breaks, where the peer has got to. That must not wait for an
 * owner, who may be computing while the peer waits for just the bytes that were lost; so {@link Resumption}'s thread
 * changes connections and sends again, and the owner's calls exclude it.
 */
final class ResumableLane extends TcpLane implements Line {
    /** How often the peer is told what is here. A multiple of this, kept by both sides, bounds what may be on its way. */
    static final int ACKNOWLEDGED_BYTES = 256 << 10;

    private final int number;
    private final Waiter waiter;
    private final KeptOutbound outbound;
    private final Replay replay;
    private final Receipts receipts;
    private Consumer<Wire> onLoss;
    private long told;
    /** Why the connection broke that has not been made anew yet, and when. */
    private String broken;

    private long brokenNs;
    /** Whether the owner looked for bytes in vain since the last tick, and where it was then. */
    private boolean hungry;

    private long hungryAt;
    /** What the peer waited for a second ago, and what had been sent by then. */
    private long awaited = -1;

    private long sentByThen;

    ResumableLane(
            final int number,
            final LaneConnection connection,
            final Waiter waiter,
            final KeptOutbound outbound,
            final Replay replay,
            final Inbound inbound,
            final Receipts receipts) {
        super(connection, waiter, outbound, inbound);
        this.number = number;
        this.waiter = waiter;
        this.outbound = outbound;
        this.replay = replay;
        this.receipts = receipts;
    }

    /** Hears of connections that break; to be called before anything else. */
    void onLoss(final Consumer<Wire> hearer) {
        onLoss = hearer;
    }

    // the owner's calls

    @Override
    public synchronized long claim(final int length) {
        return super.claim(length);
    }

    @Override
    public synchronized void commit(final int length) {
        super.commit(length);
    }

    @Override
    public synchronized long offer(final long address, final long length) {
        final long taken = super.offer(address, length);
        if (taken > 0) {
            super.flush();
        }
        return taken;
    }

    @Override
    public synchronized boolean flush() {
        return super.flush();
    }

    @Override
    public synchronized long peek() {
        return arrived(super.peek());
    }

    @Override
    public synchronized void consume(final long length) {
        super.consume(length);
    }

    @Override
    public synchronized long receive(final long address, final long length) {
        return arrived(super.receive(address, length));
    }

    @Override
    synchronized String failure() {
        return super.failure();
    }

    @Override
    synchronized String trouble() {
        return broken == null || failure() != null
                ? null
                : broken + " " + Durations.text(System.nanoTime() - brokenNs) + " ago, and it is being made anew";
    }

    @Override
    synchronized void prepareSleep() {
        super.prepareSleep();
    }

    @Override
    synchronized void wake() {
        super.wake();
    }

    @Override
    synchronized void close() {
        super.close();
    }

    /** The owner does not look for connections; they are brought. */
    @Override
    boolean isOpen() {
        return wire() != null;
    }

    private long arrived(final long result) {
        final long position = inbound.arrived();
        if (position - told >= ACKNOWLEDGED_BYTES) {
            told = position;
            receipts.tell(number, position);
        }
        hungry |= result == 0;
        return result;
    }

    @Override
    long lost(final String how) {
        if (receipts.isOver()) {
            return super.lost(how);
        }
        final Wire gone = wire();
        broken = how;
        brokenNs = System.nanoTime();
        leave();
        onLoss.accept(gone);
        return 0;
    }

    private void leave() {
        LaneConnection.close(wire());
        use(null);
        inbound.goOn();
    }

    // Resumption's thread

    @Override
    public synchronized long detach() {
        if (wire() != null) {
            broken = "lost its connection";
            brokenNs = System.nanoTime();
            leave();
        }
        return inbound.arrived();
    }

    @Override
    public synchronized String attach(final Wire made, final long peerHas) {
        if (!replay.rewind(peerHas)) {
            return "wants to go on at byte " + peerHas + " of lane " + number + ", but this side has only those from "
                    + replay.acknowledged() + " to " + replay.kept() + "; are all ranks of the same version?";
        }
        broken = null;
        awaited = -1;
        told = inbound.arrived();
        outbound.unblock();
        use(made);
        waiter.ring();
        return null;
    }

    @Override
    public synchronized void ready() {
        if (wire() != null && replay.isBehind()) {
            try {
                replay.send(wire());
            } catch (final IOException gone) {
                lost("reset its connection (" + gone.getMessage() + ")");
            }
        }
    }

    @Override
    public synchronized int interest() {
        return replay.isBehind() ? SelectionKey.OP_WRITE : 0;
    }

    @Override
    public synchronized void fail(final String how) {
        if (failure() == null) {
            super.lost(broken == null ? how : broken + ", and the attempt to make it anew failed: it " + how);
            waiter.ring();
        }
    }

    /** The peer has closed in good order: what is broken stays so. */
    synchronized void peerLeft() {
        if (broken != null && failure() == null) {
            super.lost(broken);
            waiter.ring();
        }
    }

    /** The peer has all bytes before that position. */
    synchronized void acknowledged(final long position) {
        replay.acknowledge(position);
        if (outbound.isStarved()) {
            waiter.ring();
        }
    }

    /**
     * The peer looks in vain for the byte at that position. If it did so a second ago, and that byte had left by then, the
     * network loses it in silence, as a firewall does that has forgotten the connection.
     */
    synchronized void awaited(final long position) {
        replay.acknowledge(position);
        if (wire() != null && position == awaited && position < sentByThen) {
            lost("got nothing over its connection");
        } else {
            awaited = position;
            sentByThen = replay.sent();
        }
    }

    @Override
    public synchronized void tick() {
        final long position = inbound.arrived();
        if (hungry && position == hungryAt && wire() != null) {
            receipts.await(number, position);
        }
        hungry = false;
        hungryAt = position;
    }
}
