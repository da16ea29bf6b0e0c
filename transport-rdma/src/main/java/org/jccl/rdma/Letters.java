// SPDX-License-Identifier: Apache-2.0
package org.jccl.rdma;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jccl.buffer.Memory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writing into a peer's mailbox where the fabric cannot, as over TCP: each write is a message with where it belongs, and the
 * peer's owner carries it there. UCX emulates such writes too, but its emulation answers each of them, and ends the
 * process when the answer has nowhere to go because the writer has died. Owner only.
 *
 * <pre>
 *   0   where   8   from the start of the mailbox
 *   8   length  8   of the bytes that follow
 * </pre>
 */
final class Letters implements Writes {
    private static final Logger LOG = LoggerFactory.getLogger(Letters.class);
    private static final int HEADER_BYTES = 2 * Long.BYTES;
    /** A frame with its words' marks is the longest that is written. */
    private static final int LETTER_BYTES =
            HEADER_BYTES + (1 + FrameWriter.words(FrameWriter.MOST_BYTES)) * Mailbox.WORD_BYTES;
    /** Letters that may come while the owner looks elsewhere; UCX keeps more, at the price of a copy. */
    private static final int POSTED = 32;

    private final Fabric fabric;
    private final Mailbox mailbox;
    private final List<Long> memory = new ArrayList<>();

    /** Sent and still read by UCX. */
    private final ArrayDeque<Envelope> underWay = new ArrayDeque<>();

    private final ArrayDeque<Envelope> free = new ArrayDeque<>();
    private final long buffers = allocate(POSTED);
    private final Completion[] arrivals = Completion.several(POSTED);
    /** Letters that have come since the start, and of those before them how many buffers are posted again. */
    private long delivered;

    private long posted;

    Letters(final Fabric fabric, final Mailbox mailbox) {
        this.fabric = fabric;
        this.mailbox = mailbox;
        for (int at = 0; at < POSTED; at++) {
            post(at);
        }
    }

    private long allocate(final int letters) {
        final long address = Memory.allocate((long) letters * LETTER_BYTES);
        memory.add(address);
        return address;
    }

    private void post(final int at) {
        fabric.receiveAny(letter(at), LETTER_BYTES, Tags.LETTER, arrivals[at]);
    }

    private long letter(final int at) {
        return buffers + (long) at * LETTER_BYTES;
    }

    /** The source is free on return. */
    @Override
    public void write(final PeerEndpoint way, final long source, final long bytes, final long where) {
        final Envelope envelope = envelope();
        Memory.putLong(envelope.address, where);
        Memory.putLong(envelope.address + Long.BYTES, bytes);
        Memory.copy(source, envelope.address + HEADER_BYTES, bytes);
        way.send(envelope.address, HEADER_BYTES + bytes, Tags.LETTER, envelope.sent);
        if (envelope.sent.isDone()) {
            free.addFirst(envelope);
        } else {
            underWay.addLast(envelope);
        }
    }

    /** Two messages, one of which announces the other, cost a call of the system each. */
    @Override
    public int mostBytes() {
        return FrameWriter.MOST_BYTES;
    }

    /** How many there are is bounded by the credits of all lanes. */
    private Envelope envelope() {
        if (free.isEmpty()) {
            reap();
        }
        return free.isEmpty() ? new Envelope(allocate(1)) : free.pollFirst();
    }

    private void reap() {
        final Iterator<Envelope> all = underWay.iterator();
        while (all.hasNext()) {
            final Envelope envelope = all.next();
            if (envelope.sent.isDone()) {
                all.remove();
                free.addLast(envelope);
            }
        }
    }

    @Override
    public boolean needsDelivery() {
        return true;
    }

    @Override
    public boolean isQuiet() {
        if (!underWay.isEmpty()) {
            reap();
        }
        return underWay.isEmpty();
    }

    /** Whoever waits for them comes first: buffers are posted again when nothing else is to be done, or half are used. */
    @Override
    public int deliver() {
        int found = deliverArrived();
        if (found == 0 || delivered - posted > POSTED / 2) {
            postAgain();
            // what UCX kept meanwhile has come at once, and no event tells of it
            found += deliverArrived();
        }
        return found;
    }

    private int deliverArrived() {
        final long before = delivered;
        while (delivered < posted + POSTED && arrivals[place(delivered)].isDone()) {
            if (arrivals[place(delivered)].isWell()) {
                deliver(letter(place(delivered)));
            }
            delivered++;
        }
        return (int) (delivered - before);
    }

    private void postAgain() {
        while (posted < delivered) {
            post(place(posted++));
        }
    }

    private static int place(final long number) {
        return (int) (number % POSTED);
    }

    /** Whoever wrote it may be no rank. */
    private void deliver(final long letter) {
        final long where = Memory.getLong(letter);
        final long bytes = Memory.getLong(letter + Long.BYTES);
        if (bytes < 0 || bytes > LETTER_BYTES - HEADER_BYTES || !mailbox.isOpen(where, bytes)) {
            LOG.warn("rdma: dropped a message that would write {} bytes at {} of the mailbox", bytes, where);
            return;
        }
        // words must be whole for whoever looks, and the lap in each of them must be there last
        for (long at = 0; at < bytes; at += Mailbox.WORD_BYTES) {
            Memory.putLongRelease(mailbox.address() + where + at, Memory.getLong(letter + HEADER_BYTES + at));
        }
    }

    @Override
    public void close() {
        for (final Completion arrival : arrivals) {
            fabric.cancel(arrival);
        }
    }

    @Override
    public void free() {
        memory.forEach(Memory::free);
        Completion.free(arrivals);
        underWay.forEach(envelope -> Completion.free(envelope.sent));
        free.forEach(envelope -> Completion.free(envelope.sent));
    }

    private static final class Envelope {
        final long address;
        final Completion sent = new Completion();

        Envelope(final long address) {
            this.address = address;
        }
    }
}
