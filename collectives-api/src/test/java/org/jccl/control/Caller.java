// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import org.jccl.spi.Greeting;
import org.jccl.spi.Handshake;

/** A plain blocking connection to an endpoint, to say right and wrong things over. */
final class Caller implements AutoCloseable {
    private static final int PATIENCE_MS = 20_000;

    private final Socket socket = new Socket();

    Caller(final InetSocketAddress address) throws IOException {
        socket.connect(address, PATIENCE_MS);
        socket.setSoTimeout(PATIENCE_MS);
    }

    void greet(final Greeting greeting, final byte[] token) throws IOException {
        final ByteBuffer answer = ByteBuffer.allocate(Handshake.GREETING_BYTES);
        Handshake.writeGreeting(answer, greeting, readNonce(), token);
        write(answer.array());
    }

    byte[] readNonce() throws IOException {
        return Handshake.readChallenge(ByteBuffer.wrap(socket.getInputStream().readNBytes(Handshake.CHALLENGE_BYTES)))
                .nonce();
    }

    void write(final byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** The next byte, or -1 if the other side has closed. */
    int readByte() throws IOException {
        return socket.getInputStream().read();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
