// SPDX-License-Identifier: Apache-2.0
package org.jccl.tls;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;

/**
 * Encrypted records on their way between an engine and its socket. The buffers lie on the heap: the JDK's ciphers work on
 * arrays, and allocate twice as much if they have to fetch them from native memory first.
 */
final class Records {
    /** So many in one system call: as much as fills the call's worth, little enough to stay in the cache. */
    private static final int RECORDS = 4;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final ByteBuffer[] NOWHERE = {NOTHING};

    private final SSLEngine engine;
    private final SocketChannel socket;
    /** The longest record. */
    private final int length;
    /** Received and not yet decrypted: from the position to the limit. */
    private ByteBuffer incoming = NOTHING;
    /** Encrypted and not yet sent: from the position to the limit. */
    private ByteBuffer outgoing = NOTHING;

    private boolean drained;

    Records(final SSLEngine engine, final SocketChannel socket) {
        this.engine = engine;
        this.socket = socket;
        this.length = engine.getSession().getPacketBufferSize();
    }

    /** What has come and was not decrypted yet. */
    ByteBuffer incoming() {
        return incoming;
    }

    /** Whether {@link #fill} took all that there was. */
    boolean isDrained() {
        return drained;
    }

    /** Decrypts the next record; runs what the engine wants to be run, and answers what it wants to be answered. */
    SSLEngineResult decrypt(final ByteBuffer[] into) throws SSLException {
        final SSLEngineResult result = engine.unwrap(incoming, into);
        runTasks();
        return result;
    }

    /** As {@link #decrypt}, of a record that carries no data. */
    SSLEngineResult decrypt() throws SSLException {
        return decrypt(NOWHERE);
    }

    /** Some of what the engine wants to do takes long enough to be asked for; nobody here has a thread for it. */
    void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    /** Encrypts a record if there is room for one; returns how many bytes it holds, or -1 if there is none. */
    int encrypt(final ByteBuffer[] from) throws SSLException {
        if (!makeRoom()) {
            return -1;
        }
        final int end = outgoing.limit();
        final int begin = outgoing.position();
        outgoing.limit(outgoing.capacity()).position(end);
        try {
            return engine.wrap(from, outgoing).bytesConsumed();
        } finally {
            outgoing.limit(outgoing.position()).position(begin);
        }
    }

    /** As {@link #encrypt(ByteBuffer[])}, of what the engine itself has to say. */
    int encrypt() throws SSLException {
        return encrypt(NOWHERE);
    }

    private boolean makeRoom() {
        if (!outgoing.hasRemaining()) {
            outgoing.clear().limit(0);
        }
        if (outgoing.capacity() - outgoing.limit() >= length) {
            return true;
        }
        if (outgoing.capacity() == RECORDS * length) {
            return false;
        }
        // one is enough for most connections; who sends more gets the long one, once
        outgoing = moved(outgoing, outgoing == NOTHING ? length : RECORDS * length);
        return true;
    }

    /** Sends what is encrypted; returns whether all of it has left. */
    boolean push() throws IOException {
        if (outgoing.hasRemaining()) {
            socket.write(outgoing);
        }
        return !outgoing.hasRemaining();
    }

    /**
     * Receives; returns whether anything has come.
     *
     * @throws EOFException if nothing will
     */
    boolean fill() throws IOException {
        if (incoming.capacity() == 0 || !drained && incoming.capacity() == length) {
            incoming = moved(incoming, incoming.capacity() == 0 ? length : RECORDS * length);
        }
        incoming.compact();
        final int room = incoming.remaining();
        final int count;
        try {
            count = socket.read(incoming);
        } finally {
            incoming.flip();
        }
        if (count < 0) {
            throw new EOFException("its connection ended without TLS's goodbye");
        }
        drained = count < room;
        return count > 0;
    }

    private static ByteBuffer moved(final ByteBuffer from, final int capacity) {
        return ByteBuffer.allocate(capacity).put(from).flip();
    }
}
