// SPDX-License-Identifier: Apache-2.0
package org.jccl.rdma;

import org.jccl.buffer.Memory;
import org.jccl.spi.Lane;
import org.openucx.jucx.ucp.UcpRequest;

/** One lane over a way of its own: a box for each direction. */
final class RdmaLane implements Lane {
    private final int peer;
    private final Fabric fabric;
    private final PeerEndpoint endpoint;
    private final Bells bells;
    private final Outbox outbox;
    private final Inbox inbox;
    /** Where this rank composes, and where the peer reads, that this rank sleeps. */
    private final long sleepComposed;

    private final long sleepRemote;
    private boolean tookLeave;

    /**
     * Begins to connect.
     *
     * @param rank this rank
     * @param mailbox this rank's
     * @param theirs how the peer is reached
     */
    RdmaLane(
            final Fabric fabric,
            final Mailbox mailbox,
            final Bells bells,
            final int rank,
            final int peer,
            final int number,
            final FabricAddress theirs) {
        this.peer = peer;
        this.fabric = fabric;
        this.bells = bells;
        endpoint = new PeerEndpoint(peer, fabric, theirs);
        final long own = mailbox.lane(peer, number);
        final FrameWriter writer = new FrameWriter(
                endpoint, mailbox.composed(peer, number), mailbox.offset(rank, number), own, mailbox.ringWords());
        final FrameReader reader = new FrameReader(own + Mailbox.RING, mailbox.ringWords(), Outbox.MESSAGE_BYTES);
        outbox = new Outbox(endpoint, writer, Tags.data(rank, number));
        inbox = new Inbox(
                endpoint, reader, writer, new Pulls(fabric, endpoint, Tags.data(peer, number)), mailbox.ringWords());
        sleepComposed = mailbox.composed(peer, 0) + Mailbox.SLEEP;
        sleepRemote = mailbox.offset(rank, 0) + Mailbox.SLEEP;
    }

    @Override
    public long claim(final int length) {
        final long room = outbox.claim(length);
        return room != 0 || !hasMoved() ? room : outbox.claim(length);
    }

    @Override
    public void commit(final int length) {
        outbox.commit(length);
    }

    @Override
    public int maxClaim() {
        return Outbox.maxClaim();
    }

    @Override
    public long offer(final long address, final long length) {
        final long taken = outbox.offer(address, length);
        return taken != 0 || !hasMoved() ? taken : outbox.offer(address, length);
    }

    /** Always: UCX makes any memory of the host's known to the device. */
    @Override
    public boolean reaches(final long address, final long length) {
        return true;
    }

    @Override
    public long publish(final long address, final long length) {
        final long taken = outbox.publish(address, length);
        return taken != 0 || !hasMoved() ? taken : outbox.publish(address, length);
    }

    /** There is no room; whether there may be some now. Then too a goodbye may have come. */
    private boolean hasMoved() {
        final boolean moved = fabric.lookedInVain(!outbox.isQuiet());
        inbox.lookForGoodbye();
        return moved || endpoint.failure() != null;
    }

    @Override
    public boolean flush() {
        if (endpoint.failure() != null) {
            return true;
        }
        final boolean all = hasLeft() || fabric.lookedInVain(true) && hasLeft();
        bells.ring(peer, endpoint);
        return all && endpoint.hasLeft();
    }

    /** What UCX holds leaves only while it has turns, so nobody may go away before. */
    private boolean hasLeft() {
        return outbox.flush() && outbox.isQuiet() && endpoint.hasLeft();
    }

    @Override
    public long accepted() {
        return outbox.accepted();
    }

    @Override
    public long consumed() {
        return outbox.consumed();
    }

    @Override
    public long received() {
        return inbox.released();
    }

    @Override
    public long peek() {
        final long found = inbox.peek();
        return found != 0 || !fabric.lookedInVain(inbox.awaitsMessage()) ? found : inbox.peek();
    }

    @Override
    public long peeked() {
        return inbox.peeked();
    }

    @Override
    public boolean hasEnded() {
        return inbox.hasEnded();
    }

    @Override
    public void consume(final long length) {
        inbox.consume(length);
    }

    @Override
    public long receive(final long address, final long length) {
        final long came = inbox.receive(address, length);
        return came != 0 || !fabric.lookedInVain(inbox.awaitsMessage()) ? came : inbox.receive(address, length);
    }

    @Override
    public void cancel() {
        inbox.cancel();
    }

    /** Why it is broken, or null. */
    String failure() {
        return endpoint.failure();
    }

    /** See {@link PeerEndpoint#greet}. */
    void greet(final long tag) {
        endpoint.greet(tag);
    }

    /** See {@link PeerEndpoint#isWired}. */
    boolean isWired() {
        return endpoint.isWired();
    }

    /** Tells the peer that this rank sleeps. */
    void announce(final long number) {
        Memory.putLong(sleepComposed, number);
        endpoint.write(sleepComposed, Mailbox.WORD_BYTES, sleepRemote);
    }

    /** Says that nothing will follow, once all has left; returns whether that has been said, or cannot be. */
    boolean goodbye() {
        if (!tookLeave) {
            tookLeave = endpoint.failure() != null || outbox.goodbye();
            bells.ring(peer, endpoint);
        }
        return tookLeave;
    }

    /** See {@link PeerEndpoint#flush}. */
    UcpRequest flushWay() {
        return endpoint.flush();
    }

    /** See {@link PeerEndpoint#close}. */
    UcpRequest closeWay() {
        return endpoint.close();
    }

    /** Gives its memory back. */
    void free() {
        endpoint.free();
        outbox.free();
        inbox.free();
    }
}
