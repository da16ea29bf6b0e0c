// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import org.jccl.spi.Challenge;
import org.jccl.spi.Greeting;
import org.jccl.spi.Handshake;
import org.jccl.spi.IncompatiblePeerException;
import org.jccl.spi.Wire;
import org.jccl.spi.Wiring;

/** One attempt to connect to a peer and be let in. Confined to the control thread. */
final class Dial {
    /** What the kernel says of a port that nobody listens at. */
    static final String REFUSED = "Connection refused";

    private final ControlThread thread;
    private final Wiring wiring;
    private final long identity;
    private final Greeting greeting;
    private final byte[] token;
    private final Outcome outcome;
    private final ByteBuffer received = ByteBuffer.allocate(Handshake.CHALLENGE_BYTES);
    private final ByteBuffer verdict = ByteBuffer.allocate(1);
    private Wire wire;
    private int announced;
    private SelectionKey key;
    private String doing = "does not answer";

    /** How an attempt ends. */
    interface Outcome {
        /** The peer itself is there, not somebody else with its address; it is asked to let us in next. */
        void recognised();

        /** The peer let us in; the wire belongs to the callee and no selector knows it. */
        void connected(Wire wire);

        /**
         * It did not work.
         *
         * @param why the end of a sentence about the peer
         * @param hopeless whether another attempt would end the same way
         */
        void failed(String why, boolean hopeless);
    }

    Dial(
            final ControlThread thread,
            final Wiring wiring,
            final long identity,
            final Greeting greeting,
            final byte[] token,
            final Outcome outcome) {
        this.thread = thread;
        this.wiring = wiring;
        this.identity = identity;
        this.greeting = greeting;
        this.token = token;
        this.outcome = outcome;
    }

    void begin(final InetSocketAddress address) {
        try {
            final SocketChannel socket = SocketChannel.open();
            wire = wiring.over(socket, true);
            socket.configureBlocking(false);
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            final boolean connected = socket.connect(address);
            key = thread.register(socket, SelectionKey.OP_CONNECT, () -> step(this::finishConnect));
            if (connected) {
                // the selector reports only connections that were pending
                finishConnect();
            }
        } catch (final IncompatiblePeerException foreign) {
            fail(foreign.getMessage(), true);
        } catch (final IOException cannot) {
            fail(cannot.getMessage(), false);
        } catch (final UnresolvedAddressException unknown) {
            fail("its name is unknown here, so advertise an address", false);
        }
    }

    /** Where the attempt stands, as the end of a sentence about the peer. */
    String doing() {
        return doing;
    }

    void cancel() {
        Sockets.close(wire);
    }

    private interface Action {
        void run() throws IOException;
    }

    private void step(final Action action) {
        try {
            action.run();
        } catch (final IncompatiblePeerException foreign) {
            fail(foreign.getMessage(), true);
        } catch (final IOException cannot) {
            fail(cannot.getMessage(), false);
        }
    }

    private void finishConnect() throws IOException {
        if (wire.socket().finishConnect()) {
            doing = "takes connections but does not challenge them as this library does";
            listen(this::establish);
            establish();
        }
    }

    private void establish() throws IOException {
        if (wire.establish()) {
            announced = Handshake.announce(wire);
            listen(this::readChallenge);
        }
    }

    private void listen(final Action action) {
        key.attach((Runnable) () -> step(action));
        key.interestOps(SelectionKey.OP_READ);
    }

    private void readChallenge() throws IOException {
        final boolean full = fill(received);
        if (Handshake.isForeign(received)) {
            fail(Handshake.meaning(received), true);
        } else if (full) {
            judge(Handshake.readChallenge(received.flip()));
        }
    }

    private void judge(final Challenge challenge) throws IOException {
        if (challenge.identity() != identity) {
            fail("it is somebody else", true);
        } else {
            outcome.recognised();
            greet(challenge.nonce());
        }
    }

    private void greet(final byte[] nonce) throws IOException {
        final ByteBuffer answer = ByteBuffer.allocate(Handshake.GREETING_BYTES);
        Handshake.writeGreeting(answer, greeting, nonce, token);
        // fits into the empty buffer of a fresh socket
        wire.write(answer.flip().position(announced));
        doing = "is there but has not joined the communicator";
        listen(this::readVerdict);
    }

    private void readVerdict() throws IOException {
        if (!fill(verdict)) {
            return;
        }
        switch (verdict.get(0)) {
            case Handshake.ACCEPTED -> thread.handOver(key, () -> outcome.connected(wire));
            case Handshake.WRONG_TOKEN -> fail("it has another token", true);
            default -> fail("it knows no such communicator", false);
        }
    }

    /** Reads into the buffer; returns whether it is full. */
    private boolean fill(final ByteBuffer buffer) throws IOException {
        if (wire.read(buffer) < 0) {
            throw new IOException("it closed the connection");
        }
        return !buffer.hasRemaining();
    }

    private void fail(final String why, final boolean hopeless) {
        Sockets.close(wire);
        outcome.failed(why, hopeless);
    }
}
