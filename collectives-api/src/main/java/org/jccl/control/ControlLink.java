// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jccl.spi.Wire;

/**
 * One established control connection: cuts the stream into messages and back. Where it may be made anew, messages are
 * counted and kept until the peer says how many it has. Confined to the control thread.
 */
final class ControlLink {
    /** What may wait for a peer that does not read; such a peer is about to be declared silent anyway. */
    private static final int MOST_WAITING_BYTES = 1 << 20;

    /** So many messages in a row are acknowledged at once; fewer with the next heartbeat. */
    private static final int ACKNOWLEDGED_MESSAGES = 64;

    private final int peer;
    /** Null where what breaks stays so. */
    private final Unacknowledged kept;

    private Wire wire;
    private final Events events;
    private final ByteBuffer inbound =
            ByteBuffer.allocate(4 * (ControlMessage.LENGTH_BYTES + ControlMessage.MAX_BODY_BYTES));
    private final Deque<ByteBuffer> outbound = new ArrayDeque<>();
    private SelectionKey key;
    private int waitingBytes;
    private boolean finishing;
    private boolean closed;
    /** Between two connections, until the peer has said how far it is. */
    private boolean held;

    private long received;
    private long heardNs;
    private long spokenNs;

    /** What happens on a link. */
    interface Events {
        /** A message came; {@code body} is valid during the call and starts behind the type. */
        void message(ControlLink link, byte type, ByteBuffer body);

        /** The connection is gone; {@code how} ends a sentence. Not called for a link that this side closed. */
        void broken(ControlLink link, String how);

        /** The peer talks nonsense; {@code how} ends a sentence. */
        void confused(ControlLink link, String how);
    }

    ControlLink(final int peer, final Wire wire, final boolean renewable, final Events events) {
        this.peer = peer;
        this.kept = renewable ? new Unacknowledged() : null;
        this.wire = wire;
        this.events = events;
    }

    void open(final ControlThread thread) throws IOException {
        listen(thread);
        heardNs = thread.nowNs();
        spokenNs = heardNs;
    }

    private void listen(final ControlThread thread) throws IOException {
        key = thread.register(wire.socket(), SelectionKey.OP_READ, () -> ready(thread.nowNs()));
        if (wire.hasMore()) {
            // came with the verdict, so no selector will tell of it
            thread.execute(() -> read(thread.nowNs()));
        }
    }

    /** Goes on over another connection, after what the peer has. */
    void resume(final Wire fresh, final ControlThread thread) throws IOException {
        Sockets.close(wire);
        wire = fresh;
        closed = false;
        held = true;
        inbound.clear();
        outbound.clear();
        waitingBytes = 0;
        listen(thread);
        append(ControlMessage.received(received));
    }

    int peer() {
        return peer;
    }

    /** When the peer was last heard. */
    long heardNs() {
        return heardNs;
    }

    /** When something was last sent. */
    long spokenNs() {
        return spokenNs;
    }

    boolean isClosed() {
        return closed;
    }

    /** Whether there is no room for a message that can be done without. */
    boolean isCongested() {
        return waitingBytes > MOST_WAITING_BYTES || kept != null && kept.bytes() > MOST_WAITING_BYTES;
    }

    /** Sends the message, now or when the peer reads on. */
    void send(final ByteBuffer message, final long nowNs) {
        if (finishing || closed && kept == null) {
            return;
        }
        spokenNs = nowNs;
        if (kept != null && !ControlMessage.isOfLink(message.get(ControlMessage.LENGTH_BYTES))) {
            kept.add(message);
        }
        if (!closed && !held) {
            append(message);
        }
    }

    /** Shows that this side lives. */
    void beat(final long nowNs) {
        send(kept == null ? ControlMessage.heartbeat() : ControlMessage.received(received), nowNs);
    }

    private void append(final ByteBuffer message) {
        outbound.addLast(message);
        waitingBytes += message.remaining();
        if (outbound.size() == 1) {
            flush();
        }
    }

    /** Ends this direction once all is sent; the link stays until the peer ends the other one. */
    void finish() {
        finishing = true;
        if (!closed && outbound.isEmpty()) {
            shutdownOutput();
        }
    }

    void close() {
        closed = true;
        outbound.clear();
        Sockets.close(wire);
    }

    private void ready(final long nowNs) {
        if (key.isWritable()) {
            flush();
        }
        if (!closed && key.isReadable()) {
            read(nowNs);
        }
    }

    private void flush() {
        try {
            while (!outbound.isEmpty()) {
                final ByteBuffer first = outbound.peekFirst();
                waitingBytes -= wire.write(first);
                if (first.hasRemaining()) {
                    key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
                    return;
                }
                outbound.removeFirst();
            }
            key.interestOps(SelectionKey.OP_READ);
            if (finishing) {
                shutdownOutput();
            }
        } catch (final IOException gone) {
            // what the peer said before it went (a goodbye, say) may still wait to be read, so let reading find the end
            outbound.clear();
            waitingBytes = 0;
        }
    }

    private void shutdownOutput() {
        try {
            wire.shutdownOutput();
        } catch (final IOException gone) {
            // the peer went first; reading finds the end
        }
    }

    private void read(final long nowNs) {
        try {
            int count;
            do {
                count = wire.read(inbound);
                if (count < 0) {
                    end("its connection closed: the process has ended");
                    return;
                }
                heardNs = nowNs;
                deliver(nowNs);
            } while (!closed && count > 0 && wire.hasMore());
        } catch (final IOException gone) {
            end("its connection broke (" + gone.getMessage() + "): the process has ended or cannot be reached");
        } catch (final BufferUnderflowException | IllegalArgumentException malformed) {
            confused("it sent a control message that makes no sense (" + malformed.getMessage() + ")");
        }
    }

    private void deliver(final long nowNs) {
        inbound.flip();
        while (!closed && inbound.remaining() >= ControlMessage.LENGTH_BYTES) {
            final int length = inbound.getInt(inbound.position());
            if (length < 1 || length > ControlMessage.MAX_BODY_BYTES) {
                throw new IllegalArgumentException("length " + length);
            }
            if (inbound.remaining() < ControlMessage.LENGTH_BYTES + length) {
                break;
            }
            final int begin = inbound.position() + ControlMessage.LENGTH_BYTES;
            final ByteBuffer body = inbound.slice(begin, length);
            inbound.position(begin + length);
            take(body.get(), body, nowNs);
        }
        inbound.compact();
    }

    private void take(final byte type, final ByteBuffer body, final long nowNs) {
        if (type == ControlMessage.RECEIVED && kept != null) {
            kept.acknowledge(body.getLong());
            if (held) {
                held = false;
                kept.rest().forEach(this::append);
            }
            return;
        }
        if (kept != null && !ControlMessage.isOfLink(type) && ++received % ACKNOWLEDGED_MESSAGES == 0) {
            beat(nowNs);
        }
        events.message(this, type, body);
    }

    private void confused(final String how) {
        if (!closed) {
            close();
            events.confused(this, how);
        }
    }

    private void end(final String how) {
        if (!closed) {
            close();
            events.broken(this, how);
        }
    }
}
