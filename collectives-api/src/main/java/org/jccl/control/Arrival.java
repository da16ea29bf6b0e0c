// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import org.jccl.spi.Challenge;
import org.jccl.spi.Greeting;
import org.jccl.spi.Handshake;
import org.jccl.spi.IncompatiblePeerException;
import org.jccl.spi.Wire;

/**
 * An accepted connection that has not yet said who it is: it is sent a challenge, and exactly one greeting is read from
 * it, never a byte more. Confined to the control thread.
 */
final class Arrival {
    private final Reception reception;
    private final Wire wire;
    private final byte[] nonce;
    private final long sinceNs;
    private final String remote;
    private final ByteBuffer greeting = ByteBuffer.allocate(Handshake.GREETING_BYTES);
    private SelectionKey key;
    private boolean challenged;
    private boolean spoke;

    Arrival(final Reception reception, final Wire wire, final byte[] nonce, final long sinceNs) {
        this.reception = reception;
        this.wire = wire;
        this.nonce = nonce;
        this.sinceNs = sinceNs;
        this.remote = Sockets.remote(wire.socket());
    }

    /** Sends the challenge, as soon as that is possible, and listens for the answer. */
    void begin(final ControlThread thread) throws IOException {
        key = thread.register(wire.socket(), SelectionKey.OP_READ, this::ready);
        attend();
    }

    /** Returns whether it has been sent. */
    private boolean challenge() throws IOException {
        if (!challenged && wire.establish()) {
            challenged = true;
            final ByteBuffer challenge = ByteBuffer.allocate(Handshake.CHALLENGE_BYTES);
            Handshake.writeChallenge(challenge, new Challenge(reception.identity(), nonce));
            // fits into the empty buffer of a fresh socket; if it does not, no greeting will come and time ends it
            wire.write(challenge.flip());
        }
        return challenged;
    }

    private void ready() {
        spoke = true;
        attend();
    }

    private void attend() {
        try {
            if (challenge()) {
                listen();
            }
        } catch (final IncompatiblePeerException foreign) {
            reception.drop(this, foreign.getMessage());
        } catch (final IOException gone) {
            end("it broke before it said who it is: " + gone.getMessage());
        }
    }

    /** Whoever has another way to this rank that was quicker goes without a word of its own, with or without a farewell. */
    private void end(final String how) {
        if (greeting.position() == 0 || greeting.position() == Handshake.ANNOUNCEMENT_BYTES) {
            reception.ended(this);
        } else {
            reception.drop(this, how);
        }
    }

    private void listen() throws IOException {
        final int count = wire.read(greeting);
        if (count >= 0) {
            look();
        } else {
            end("it ended before it said who it is");
        }
    }

    private void look() {
        final ByteBuffer read = greeting.duplicate().flip();
        if (Handshake.isForeign(greeting)) {
            reception.drop(this, Handshake.meaning(read) + "; its first bytes are " + quote(read));
        } else if (!greeting.hasRemaining()) {
            identify(Handshake.readGreeting(read, nonce, reception.token()));
        }
    }

    private void identify(final Greeting said) {
        if (said == null) {
            Acceptors.verdict(wire, Handshake.WRONG_TOKEN);
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
        // what came while the challenge was being sent has been read without the selector's saying so
        return spoke || greeting.position() > 0;
    }

    long sinceNs() {
        return sinceNs;
    }

    String remote() {
        return remote;
    }

    Wire wire() {
        return wire;
    }

    SelectionKey key() {
        return key;
    }
}
