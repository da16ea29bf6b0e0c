// SPDX-License-Identifier: Apache-2.0
package org.jccl.simulate;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jccl.buffer.Memory;

/**
 * One direction of one lane. Positions count bytes from the start:
 *
 * <pre>
 *   acknowledged &lt;= consumed &lt;= arrived &lt;= flushed &lt;= accepted &lt;= acknowledged + buffer, or what was asked for
 * </pre>
 *
 * Every use that the contract of a lane forbids throws {@link IllegalStateException} on the spot.
 */
final class SimulatedStream {
    /** A receiver that looks for bytes takes at least these: the longest claim that every lane must allow. */
    static final int LOOK_BYTES = 256;

    private static final long LARGEST_ELEMENT_BYTES = 8;
    private static final long NEVER = Long.MAX_VALUE;
    private static final int STALL_FACTOR = 1_000;

    private final String name;
    private final SimulatedNetwork network;
    private final LinkModel model;
    private final Deque<Piece> pieces = new ArrayDeque<>();
    private final Deque<Piece> published = new ArrayDeque<>();

    private Piece claim;
    private long accepted;
    private long flushed;
    private long arriving;
    private long arrivalNs = NEVER;
    private long arrived;
    private long consumed;
    private long askedFor;
    private long released;
    private long acknowledging;
    private long acknowledgementNs = NEVER;
    private long acknowledged;
    /** What the sender has been told of that: it may change published bytes before it. */
    private long learned;

    private long cutAt = NEVER;

    private long peeked;
    private long destination;
    private long destinationBytes;
    private long landed;

    SimulatedStream(final String name, final SimulatedNetwork network, final LinkModel model) {
        this.name = name;
        this.network = network;
        this.model = model;
    }

    // ---- the sender's end

    /** How many bytes may be appended now. */
    private long room() {
        final long limit = Math.max(acknowledged + model.bufferBytes(), askedFor);
        return Math.min(limit, cutAt) - accepted;
    }

    int maxClaim() {
        return Math.max(LOOK_BYTES, model.bufferBytes());
    }

    long claim(final int length) {
        require(length > 0 && length <= maxClaim(), "claim of " + length + " bytes, at most " + maxClaim());
        forgetClaim();
        if (cutAt - accepted < length) {
            cutAt = accepted;
        }
        if (room() < length || network.happens(model.refusals())) {
            return 0;
        }
        claim = Piece.claimed(length);
        return claim.address();
    }

    private void forgetClaim() {
        if (claim != null) {
            claim.release();
            claim = null;
        }
    }

    void commit(final int length) {
        require(claim != null && length <= claim.length(), "commit of " + length + " bytes that were not claimed");
        append(claim, length);
        claim = null;
    }

    long offer(final long address, final long length) {
        final long part = wholePart(length);
        if (part > 0) {
            append(Piece.copied(address, part), part);
        }
        return part;
    }

    long publish(final long address, final long length) {
        final long part = wholePart(length);
        if (part > 0) {
            append(Piece.published(address, part), part);
        }
        return part;
    }

    private long part(final long most) {
        if (most <= 0 || network.happens(model.refusals())) {
            return 0;
        }
        return network.happens(model.fragments()) ? network.between(1, most) : most;
    }

    /** As {@link #part} of the room there is, in whole elements of any type, unless all fits. */
    private long wholePart(final long length) {
        if (cutAt - accepted < Math.min(length, LARGEST_ELEMENT_BYTES)) {
            cutAt = accepted;
        }
        final long part = part(Math.min(length, room()));
        return part < length ? part & -LARGEST_ELEMENT_BYTES : part;
    }

    private void append(final Piece piece, final long length) {
        piece.place(accepted, length);
        accepted += length;
        pieces.add(piece);
        if (piece.isPublished()) {
            published.add(piece);
        }
    }

    /** Lets what was appended leave; returns whether nothing is held back. */
    boolean flushAppended() {
        if (flushed < accepted && network.happens(model.refusals())) {
            return false;
        }
        flushed = accepted;
        scheduleArrival();
        return true;
    }

    long accepted() {
        return accepted;
    }

    long acknowledged() {
        while (!published.isEmpty() && learned < acknowledged) {
            requireIntact(published.peek(), acknowledged);
            learned = Math.min(acknowledged, published.peek().end());
            if (published.peek().end() <= acknowledged) {
                published.poll();
            }
        }
        learned = acknowledged;
        return acknowledged;
    }

    // ---- the way

    private void scheduleArrival() {
        if (arrivalNs == NEVER && arrived < flushed) {
            final long bytes = flushed - arrived;
            arriving = arrived + (network.happens(model.fragments()) ? network.between(1, bytes) : bytes);
            final long delay = network.between(0, model.delayNs());
            arrivalNs = network.nowNs() + (network.happens(model.stalls()) ? delay * STALL_FACTOR : delay);
            network.expect(this);
        }
    }

    /** Whether nothing will happen of itself. */
    boolean isQuiet() {
        return nextEventNs() == NEVER;
    }

    /** When something happens next, or {@link Long#MAX_VALUE}. */
    long nextEventNs() {
        return Math.min(arrivalNs, acknowledgementNs);
    }

    /** Does what is due. */
    void fire(final long nowNs) {
        if (arrivalNs <= nowNs) {
            arrived = arriving;
            arrivalNs = NEVER;
            scheduleArrival();
            land();
        }
        if (acknowledgementNs <= nowNs) {
            acknowledged = acknowledging;
            acknowledgementNs = NEVER;
            scheduleAcknowledgement();
        }
    }

    /** Accepts nothing behind that position, nor an element or a claim that would not fit before it. */
    void cutAt(final long position) {
        cutAt = Math.max(position, accepted);
    }

    /** Whether the sender has come to the cut. */
    boolean isCut() {
        return accepted >= cutAt;
    }

    /** Loses what was appended and has not arrived. */
    void loseTheRest() {
        cutAt = accepted;
        flushed = arrived;
        arrivalNs = NEVER;
    }

    /** Whether everything that left has arrived. */
    boolean isDrained() {
        return arrived == flushed;
    }

    // ---- the receiver's end

    long peek() {
        require(destinationBytes == 0, "peek while a receive of " + destinationBytes + " bytes is unfinished");
        askFor(LOOK_BYTES);
        peeked = network.happens(model.refusals()) ? 0 : readable();
        return peeked;
    }

    private void askFor(final long bytes) {
        askedFor = Math.max(askedFor, consumed + bytes);
    }

    /** Bytes side by side at the reading position. */
    private long readable() {
        return pieces.isEmpty() ? 0 : Math.min(pieces.peek().end(), arrived) - consumed;
    }

    long peeked() {
        return pieces.peek().addressAt(consumed);
    }

    void consume(final long length) {
        require(length >= 0 && length <= peeked, "consume of " + length + " bytes after a peek of " + peeked);
        peeked -= length;
        take(length);
    }

    private void take(final long length) {
        consumed += length;
        while (!pieces.isEmpty() && pieces.peek().end() <= consumed) {
            final Piece piece = pieces.poll();
            requireIntact(piece, piece.end());
            piece.release();
        }
    }

    long receive(final long address, final long length) {
        if (destinationBytes == 0) {
            destination = address;
            landed = 0;
            peeked = 0;
        }
        require(
                address == destination && length >= destinationBytes,
                "receive of " + length + " bytes at " + address + ", but " + destinationBytes + " at " + destination
                        + " remain of the one before");
        destinationBytes = length;
        // an element must fit even if the receiver can take only a part of it now
        askFor(length + LARGEST_ELEMENT_BYTES - 1);
        land();
        if (model.delivery() != LinkModel.Delivery.POSTED_WRITE) {
            copyOut(part(length));
        }
        final long came = landed;
        destination += came;
        destinationBytes -= came;
        landed = 0;
        return came;
    }

    /** Writes what has arrived, and sometimes nonsense behind it, to the destination that the receiver has named. */
    private void land() {
        if (model.delivery() == LinkModel.Delivery.POSTED_WRITE && destinationBytes > landed) {
            copyOut(part(destinationBytes - landed));
            if (destinationBytes > landed && network.happens(model.fragments())) {
                final long at = network.between(landed, destinationBytes - 1);
                Memory.putByte(destination + at, (byte) network.between(0, 255));
            }
        }
    }

    private void copyOut(final long most) {
        for (long left = most; left > 0 && readable() > 0; ) {
            final long length = Math.min(left, readable());
            Memory.copy(peeked(), destination + landed, length);
            landed += length;
            left -= length;
            take(length);
        }
    }

    void cancel() {
        // what has landed unreported is lost with the stream: a receive is cancelled only when the stream is given up
        destinationBytes = 0;
        landed = 0;
    }

    /** Bytes released by the receiver; what has landed and was not reported is still to come. */
    long received() {
        return consumed - landed;
    }

    /** Lets the sender learn what was consumed. */
    void flushConsumed() {
        released = consumed;
        scheduleAcknowledgement();
    }

    private void scheduleAcknowledgement() {
        if (acknowledgementNs == NEVER && acknowledged < released) {
            acknowledging = released;
            acknowledgementNs = network.nowNs() + network.between(0, model.delayNs());
            network.expect(this);
        }
    }

    // ---- both

    void close() {
        forgetClaim();
        pieces.forEach(Piece::release);
        pieces.clear();
    }

    /** From what the sender knows to be consumed, which it may change, up to that position. */
    private void requireIntact(final Piece piece, final long to) {
        require(
                piece.isIntact(learned, to),
                "published bytes up to " + piece.end() + " were changed before they were consumed");
    }

    private void require(final boolean allowed, final String what) {
        if (!allowed) {
            throw new IllegalStateException(this + ": " + what);
        }
    }

    @Override
    public String toString() {
        return name + " accepted " + accepted + " flushed " + flushed + " arrived " + arrived + " consumed " + consumed
                + " acknowledged " + acknowledged + " asked for " + askedFor
                + (destinationBytes > 0 ? " receiving " + destinationBytes : "");
    }
}
