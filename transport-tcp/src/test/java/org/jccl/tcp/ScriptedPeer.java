// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.jccl.spi.Candidates;
import org.jccl.spi.Challenge;
import org.jccl.spi.Greeting;
import org.jccl.spi.Handshake;

/** The listening end of one connection, played by a test byte by byte. */
final class ScriptedPeer implements Closeable {
    static final long IDENTITY = 0x1D;
    private static final byte[] NONCE = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket server;
    private Socket socket;

    ScriptedPeer() throws IOException {
        server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    }

    InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    /** What it publishes: its own address behind those others. */
    Candidates candidates(final InetSocketAddress... before) {
        return new Candidates(
                IDENTITY, Stream.concat(Stream.of(before), Stream.of(address())).toList());
    }

    /** Accepts the next connection, sends the challenge in two pieces and reads the greeting. */
    Greeting greeted() throws IOException, InterruptedException {
        challenge(IDENTITY);
        final byte[] greeting = new byte[Handshake.GREETING_BYTES];
        new DataInputStream(socket.getInputStream()).readFully(greeting);
        return Handshake.readGreeting(ByteBuffer.wrap(greeting), NONCE, new byte[0]);
    }

    /** Accepts the next connection and sends a challenge of that identity in two pieces. */
    void challenge(final long identity) throws IOException, InterruptedException {
        socket = server.accept();
        socket.setTcpNoDelay(true);
        final ByteBuffer challenge = ByteBuffer.allocate(Handshake.CHALLENGE_BYTES);
        Handshake.writeChallenge(challenge, new Challenge(identity, NONCE));
        socket.getOutputStream().write(challenge.array(), 0, 5);
        Thread.sleep(5);
        socket.getOutputStream().write(challenge.array(), 5, challenge.capacity() - 5);
    }

    /** Connects to a listener and says who it is; returns the verdict, or -1 if it hung up. */
    int dial(final InetSocketAddress listener, final Greeting greeting) throws IOException {
        socket = new Socket(listener.getAddress(), listener.getPort());
        final ByteBuffer challenge = ByteBuffer.wrap(read(Handshake.CHALLENGE_BYTES));
        final ByteBuffer answer = ByteBuffer.allocate(Handshake.GREETING_BYTES);
        Handshake.writeGreeting(
                answer, greeting, Handshake.readChallenge(challenge).nonce(), new byte[0]);
        write(answer.array());
        return socket.getInputStream().read();
    }

    void accept() throws IOException {
        socket = server.accept();
    }

    void write(final byte... bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    byte[] read(final int length) throws IOException {
        return socket.getInputStream().readNBytes(length);
    }

    /** As the kernel does for a process that is killed with bytes unread. */
    void reset() throws IOException {
        socket.setOption(StandardSocketOptions.SO_LINGER, 0);
        socket.close();
    }

    void hangUp() throws IOException {
        socket.close();
    }

    @Override
    public void close() throws IOException {
        server.close();
        if (socket != null) {
            socket.close();
        }
    }
}
