// SPDX-License-Identifier: Apache-2.0
package org.jccl.rdma;

import org.jccl.buffer.Memory;
import org.jccl.spi.Lane;

/**
 * One lane's bytes on their way in. What came in frames is collected in a buffer, where it can be looked at. A message of
 * UCX's goes straight to its final place where that is known, else into one of a few segments; several are under way at
 * once. The two never mix: frames behind a message stay in the ring until the message has been taken. Owner only.
 */
final class Inbox {
    private static final int BUFFER_BYTES = 16 << 10;
    /** Who leaves fewer bytes than this gets more behind them: a header or an element was split. */
    private static final int CONTIGUOUS_BYTES = 256;
    /** Of credits, in parts of what they are given for: seldom enough to cost nothing, before the peer has to wait. */
    private static final int CREDITS_PER_LAP = 2;

    private final PeerEndpoint endpoint;
    private final FrameReader frames;
    private final FrameWriter reverse;
    private final Pulls pulls;
    private final int ringWords;
    private final long buffer;

    /** In the buffer and not released: the bytes from {@code position} to {@code limit}. */
    private int position;

    private int limit;
    private long released;
    private long wordsCredited;
    private long dataCredited;

    Inbox(
            final PeerEndpoint endpoint,
            final FrameReader frames,
            final FrameWriter reverse,
            final Pulls pulls,
            final int ringWords) {
        this.endpoint = endpoint;
        this.frames = frames;
        this.reverse = reverse;
        this.pulls = pulls;
        this.ringWords = ringWords;
        this.buffer = Memory.allocate(BUFFER_BYTES + FrameWriter.MOST_BYTES);
    }

    /** How many bytes lie side by side at {@link #peeked}, 0, or {@link Lane#BROKEN} where no more will come. */
    long peek() {
        final int unread = limit - position;
        if (unread >= CONTIGUOUS_BYTES) {
            return unread;
        }
        if (pulls.isEmpty()) {
            readFrames();
        }
        if (limit > position) {
            return limit - position;
        }
        while (frames.next() == FrameWriter.DATA && pulls.stage(frames.length())) {
            frames.take();
        }
        final long staged = pulls.staged();
        return staged > 0 ? staged : nothing();
    }

    long peeked() {
        return limit > position ? buffer + position : pulls.stagedAt();
    }

    void consume(final long length) {
        if (limit > position) {
            position += (int) length;
        } else {
            pulls.consume(length);
        }
        released += length;
        credit();
    }

    /** Takes bytes to their final place; where messages come, straight there. */
    long receive(final long address, final long length) {
        long taken = 0;
        while (taken < length) {
            final long step = step(address + taken, length - taken);
            if (step == 0) {
                break;
            }
            taken += step;
        }
        released += taken;
        credit();
        return taken > 0 ? taken : nothing();
    }

    private long step(final long address, final long length) {
        if (pulls.isEmpty() && position == limit) {
            readFrames();
        }
        if (position < limit) {
            final int bytes = (int) Math.min(length, limit - position);
            Memory.copy(buffer + position, address, bytes);
            position += bytes;
            return bytes;
        }
        while (frames.next() == FrameWriter.DATA && pull(address, length)) {
            frames.take();
        }
        final long arrived = pulls.takeArrived();
        return arrived != 0 ? arrived : pulls.copyStaged(address, length);
    }

    /** Begins to bring the next message where it belongs, or, if that is too short for it, where it can wait. */
    private boolean pull(final long address, final long length) {
        final int bytes = frames.length();
        return pulls.isEmpty() && bytes > length ? pulls.stage(bytes) : pulls.bring(address, length, bytes);
    }

    /** Nothing is there now; once the way is lost, nothing will ever be. */
    private long nothing() {
        return hasEnded() ? Lane.BROKEN : 0;
    }

    boolean hasEnded() {
        return endpoint.failure() != null;
    }

    /** Whether a message of UCX's is on its way. */
    boolean awaitsMessage() {
        return !pulls.isEmpty();
    }

    private void readFrames() {
        int kind = frames.next();
        while (kind == FrameWriter.BYTES && makeRoom(frames.length()) && frames.takeBytes(buffer + limit)) {
            limit += frames.length();
            kind = frames.next();
        }
        if (kind == FrameWriter.GOODBYE) {
            endpoint.ended();
        } else if (kind == FrameReader.MALFORMED) {
            endpoint.lost("wrote what no rank writes into this rank's memory");
        }
    }

    private boolean makeRoom(final int bytes) {
        if (position == limit) {
            position = 0;
            limit = 0;
        } else if (limit + bytes > BUFFER_BYTES && limit - position <= Math.min(position, CONTIGUOUS_BYTES)) {
            Memory.copy(buffer + position, buffer, limit - position);
            limit -= position;
            position = 0;
        }
        return limit + bytes <= BUFFER_BYTES;
    }

    /** Tells the peer now and then how much room it has. */
    private void credit() {
        final long words = frames.read();
        final long data = pulls.taken();
        if (words - wordsCredited >= ringWords / CREDITS_PER_LAP
                || data - dataCredited >= Outbox.WINDOW / CREDITS_PER_LAP) {
            reverse.credit(words, data);
            wordsCredited = words;
            dataCredited = data;
        }
    }

    /** Looks whether the peer has said goodbye, for whoever waits for room alone. */
    void lookForGoodbye() {
        if (position == limit && pulls.isEmpty()) {
            readFrames();
        }
    }

    long released() {
        return released;
    }

    /** On return nothing writes to a caller's memory. */
    void cancel() {
        pulls.cancel();
    }

    void free() {
        Memory.free(buffer);
        pulls.free();
    }
}
