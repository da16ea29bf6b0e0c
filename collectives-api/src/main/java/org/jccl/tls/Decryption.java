// SPDX-License-Identifier: Apache-2.0
package org.jccl.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/** A wire's bytes on their way in: to their place if a whole record fits there, else by way of a buffer. */
final class Decryption {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SSLEngine engine;
    private final Records records;
    /** Decrypted and not yet read: from the position to the limit. */
    private final ByteBuffer[] rest = {NOTHING};
    /** Whether what has come holds no whole record. */
    private boolean starved;
    /** Whether this call has seen the socket empty. */
    private boolean drained;

    private boolean ended;
    /** What followed on bytes that had to be given first. */
    private IOException failure;

    Decryption(final SSLEngine engine, final Records records) {
        this.engine = engine;
        this.records = records;
    }

    boolean hasMore() {
        return rest[0].hasRemaining() || !starved && records.incoming().hasRemaining();
    }

    /** As {@link org.jccl.spi.Wire#read(ByteBuffer[])}. */
    long read(final ByteBuffer[] into) throws IOException {
        final long room = room(into);
        drained = false;
        give(into);
        try {
            while (failure == null && !ended && room(into) > 0 && (decrypt(into) || fill())) {
                give(into);
            }
        } catch (final SSLException refused) {
            failure = Refusal.of(refused);
        } catch (final IOException broken) {
            failure = broken;
        }
        final long read = room - room(into);
        if (read == 0 && failure != null) {
            throw failure;
        }
        return read == 0 && ended && room > 0 ? -1 : read;
    }

    /** Decrypts one record; returns false if there is no whole one. */
    private boolean decrypt(final ByteBuffer[] into) throws IOException {
        starved = !records.incoming().hasRemaining();
        if (starved) {
            return false;
        }
        SSLEngineResult result = records.decrypt(into);
        if (result.getStatus() == Status.BUFFER_OVERFLOW) {
            makeRoom();
            result = records.decrypt(rest);
            rest[0].flip();
        }
        starved = result.getStatus() == Status.BUFFER_UNDERFLOW;
        ended = result.getStatus() == Status.CLOSED;
        if (!ended && result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            // the other side changes its keys and wants this side to do so, too
            records.encrypt();
            records.push();
        }
        return !starved;
    }

    private void makeRoom() {
        if (rest[0] == NOTHING) {
            rest[0] = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
        }
        rest[0].clear();
    }

    /** A read that took less than it could has emptied the socket, and need not be followed by another to know. */
    private boolean fill() throws IOException {
        if (drained) {
            return false;
        }
        final boolean came = records.fill();
        drained = records.isDrained();
        return came;
    }

    private void give(final ByteBuffer[] into) {
        for (int i = 0; i < into.length && rest[0].hasRemaining(); i++) {
            final int length = Math.min(rest[0].remaining(), into[i].remaining());
            into[i].put(into[i].position(), rest[0], rest[0].position(), length);
            into[i].position(into[i].position() + length);
            rest[0].position(rest[0].position() + length);
        }
    }

    private static long room(final ByteBuffer[] into) {
        long room = 0;
        for (final ByteBuffer each : into) {
            room += each.remaining();
        }
        return room;
    }
}
