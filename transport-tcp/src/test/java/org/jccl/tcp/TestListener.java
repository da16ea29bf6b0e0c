// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jccl.spi.Connections;
import org.jccl.spi.Greeting;
import org.jccl.spi.Handshake;

/** The least that can listen: one thread that takes one connection after the other. */
final class TestListener implements Connections, Closeable {
    private final ServerSocketChannel server;
    private final byte[] token;
    private final ConcurrentMap<Long, BiConsumer<Greeting, SocketChannel>> acceptors = new ConcurrentHashMap<>();
    private final Thread thread;

    TestListener(final byte[] token) {
        this.token = token;
        try {
            server = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
        } catch (final IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
        thread = new Thread(this::serve, "test-listener");
        thread.start();
    }

    @Override
    public InetSocketAddress address() {
        try {
            return (InetSocketAddress) server.getLocalAddress();
        } catch (final IOException closed) {
            throw new UncheckedIOException(closed);
        }
    }

    @Override
    public byte[] token() {
        return token.clone();
    }

    @Override
    public void accept(final long communicator, final BiConsumer<Greeting, SocketChannel> acceptor) {
        acceptors.put(communicator, acceptor);
    }

    @Override
    public void refuse(final long communicator) {
        acceptors.remove(communicator);
    }

    private void serve() {
        while (server.isOpen()) {
            try {
                greet(server.accept());
            } catch (final IOException gone) {
                // that connection, or the listener itself
            }
        }
    }

    private void greet(final SocketChannel channel) throws IOException {
        final byte[] nonce = new byte[Handshake.NONCE_BYTES];
        ThreadLocalRandom.current().nextBytes(nonce);
        final ByteBuffer challenge = ByteBuffer.allocate(Handshake.CHALLENGE_BYTES);
        Handshake.writeChallenge(challenge, nonce);
        channel.write(challenge.flip());
        final ByteBuffer answer = ByteBuffer.allocate(Handshake.GREETING_BYTES);
        while (answer.hasRemaining()) {
            if (channel.read(answer) < 0) {
                channel.close();
                return;
            }
        }
        final Greeting greeting = Handshake.readGreeting(answer.flip(), nonce, token);
        final var acceptor = greeting == null ? null : acceptors.get(greeting.communicator());
        if (acceptor == null) {
            final byte verdict = greeting == null ? Handshake.WRONG_TOKEN : Handshake.UNKNOWN_COMMUNICATOR;
            channel.write(ByteBuffer.wrap(new byte[] {verdict}));
            channel.close();
            return;
        }
        channel.configureBlocking(false);
        acceptor.accept(greeting, channel);
    }

    @Override
    public void close() throws IOException {
        server.close();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
