// SPDX-License-Identifier: Apache-2.0
package org.jccl.bootstrap;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jccl.error.TransportException;
import org.jccl.spi.Addresses;
import org.jccl.spi.Challenge;
import org.jccl.spi.Greeting;
import org.jccl.spi.Handshake;
import org.jccl.spi.IncompatiblePeerException;
import org.jccl.spi.Wiring;

/**
 * The way into a rank's listening port, for a thread that waits: dials, says who it is, and is let in. An
 * {@link IOException} means that it may try again, any other exception that it must not.
 */
final class Entrance {
    /** Stands for whoever listens: its identity is known only where ranks have been introduced. */
    static final long ANYBODY = 0;

    private final Greeting greeting;
    private final Wiring wiring;
    private final byte[] token;
    private final String visitor;
    private final Advice advice;

    /**
     * What to do, as the ends of messages.
     *
     * @param foreign if something else listens there
     * @param token if the other side has another token
     */
    record Advice(String foreign, String token) {}

    /**
     * An entrance for that purpose.
     *
     * @param visitor who wants to come in, for messages: {@code rank 3}
     */
    Entrance(
            final Greeting greeting,
            final Wiring wiring,
            final byte[] token,
            final String visitor,
            final Advice advice) {
        this.greeting = greeting;
        this.wiring = wiring;
        this.token = token;
        this.visitor = visitor;
        this.advice = advice;
    }

    /**
     * Goes in.
     *
     * @param host who listens there, for messages: {@code rank 0 at 10.0.0.1:7000}
     * @param identity what it must say in its challenge, or {@link #ANYBODY}
     * @param soonNs until when it must have taken the connection
     * @param deadlineNs until when it must have let us in; also the deadline of the channel then
     */
    DeadlineChannel enter(
            final InetSocketAddress address,
            final String host,
            final long identity,
            final long soonNs,
            final long deadlineNs)
            throws IOException {
        try {
            return enter(DeadlineChannel.connect(address, wiring, soonNs), address, host, identity, deadlineNs);
        } catch (final IncompatiblePeerException foreign) {
            throw new TransportException(visitor + " cannot talk to " + host + ": " + foreign.getMessage(), foreign);
        }
    }

    private DeadlineChannel enter(
            final DeadlineChannel channel,
            final InetSocketAddress address,
            final String host,
            final long identity,
            final long deadlineNs)
            throws IOException {
        try {
            final int announced = channel.announce();
            final Challenge challenge = challenge(channel, address);
            if (identity != ANYBODY && challenge.identity() != identity) {
                throw new IOException("who listens there is somebody else");
            }
            greet(channel, challenge.nonce(), announced);
            channel.deadline(deadlineNs);
            judge(channel.read(1).get(), host);
            return channel;
        } catch (final IOException | RuntimeException refused) {
            channel.close();
            throw refused;
        }
    }

    private Challenge challenge(final DeadlineChannel channel, final InetSocketAddress address) throws IOException {
        final ByteBuffer received = ByteBuffer.allocate(Handshake.CHALLENGE_BYTES);
        received.put(channel.read(Long.BYTES));
        if (Handshake.isForeign(received)) {
            throw new TransportException(visitor + " cannot talk to what listens at " + Addresses.text(address) + ": "
                    + Handshake.meaning(received) + "; " + advice.foreign());
        }
        received.put(channel.read(received.remaining()));
        return Handshake.readChallenge(received.flip());
    }

    private void greet(final DeadlineChannel channel, final byte[] nonce, final int announced) throws IOException {
        final ByteBuffer bytes = ByteBuffer.allocate(Handshake.GREETING_BYTES);
        Handshake.writeGreeting(bytes, greeting, nonce, token);
        channel.write(bytes.flip().position(announced));
    }

    private void judge(final byte verdict, final String host) throws IOException {
        if (verdict == Handshake.WRONG_TOKEN) {
            throw new TransportException(
                    host + " turned " + visitor + " away: it has another token; " + advice.token());
        }
        if (verdict != Handshake.ACCEPTED) {
            throw new IOException("who listens there is not gathering ranks");
        }
    }
}
