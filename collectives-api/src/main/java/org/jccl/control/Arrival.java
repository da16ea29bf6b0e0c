// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jccl.spi.Challenge;
import org.jccl.spi.Greeting;
import org.jccl.spi.Handshake;

/**
 * An accepted connection that has not yet said who it is: it was sent a challenge, and exactly one greeting is read from
 * it, never a byte more. Confined to the control thread.
 */
final class Arrival {
    private final Reception reception;
    private final SocketChannel channel;
    private final byte[] nonce;
    private final long sinceNs;
    private final String remote;
    private final ByteBuffer greeting = ByteBuffer.allocate(Handshake.GREETING_BYTES);
    private SelectionKey key;

    Arrival(final Reception reception, final SocketChannel channel, final byte[] nonce, final long sinceNs) {
        this.reception = reception;
        this.channel = channel;
        this.nonce = nonce;
        this.sinceNs = sinceNs;
        this.remote = Sockets.remote(channel);
    }

    /** Sends the challenge and listens for the answer. */
    void begin(final ControlThread thread) throws IOException {
        final ByteBuffer challenge = ByteBuffer.allocate(Handshake.CHALLENGE_BYTES);
        Handshake.writeChallenge(challenge, new Challenge(reception.identity(), nonce));
        // fits into the empty buffer of a fresh socket; if it does not, no greeting will come and time ends it
        channel.write(challenge.flip());
        key = thread.register(channel, SelectionKey.OP_READ, this::ready);
    }

    private void ready() {
        try {
            final int count = channel.read(greeting);
            if (count >= 0) {
                look();
            } else {
                end("it ended before it said who it is");
            }
        } catch (final IOException gone) {
            end("it broke before it said who it is: " + gone.getMessage());
        }
    }

    /** Whoever has another way to this rank that was quicker goes without a word, with or without a farewell. */
    private void end(final String how) {
        if (spoke()) {
            reception.drop(this, how);
        } else {
            reception.ended(this);
        }
    }

    private void look() {
        final ByteBuffer read = greeting.duplicate().flip();
        if (Handshake.isForeign(greeting)) {
            reception.drop(this, "it speaks another protocol or version; its first bytes are " + quote(read));
        } else if (!greeting.hasRemaining()) {
            identify(Handshake.readGreeting(read, nonce, reception.token()));
        }
    }

    private void identify(final Greeting said) {
        if (said == null) {
            Acceptors.verdict(channel, Handshake.WRONG_TOKEN);
            reception.drop(this, "it has another token");
        } else {
            reception.admit(this, said);
        }
    }

    private static String quote(final ByteBuffer bytes) {
        final StringBuilder text = new StringBuilder("'");
        while (bytes.hasRemaining()) {
            final char next = (char) (bytes.get() & 0xFF);
            // what a stranger sends must not forge lines in the log
            text.append(next > ' ' && next < 0x7F ? next : '.');
        }
        return text.append('\'').toString();
    }

    /** Whether it has sent anything yet. */
    boolean spoke() {
        return greeting.position() > 0;
    }

    long sinceNs() {
        return sinceNs;
    }

    String remote() {
        return remote;
    }

    SocketChannel channel() {
        return channel;
    }

    SelectionKey key() {
        return key;
    }
}
