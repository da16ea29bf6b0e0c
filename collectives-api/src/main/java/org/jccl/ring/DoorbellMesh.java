// SPDX-License-Identifier: Apache-2.0
package org.jccl.ring;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.jccl.error.TransportException;
import org.jccl.spi.Waiter;

/**
 * Doorbells between all ranks of a machine: each listens at a path of its own from the start, and the higher rank of a
 * pair dials. The path is gone as soon as all have come.
 */
final class DoorbellMesh implements AutoCloseable {
    private static final int RECORD_BYTES = 3 * Integer.BYTES + 2 * Long.BYTES;

    private final int rank;
    private final long timeoutNs;
    private final Path path;
    private final ServerSocketChannel server;
    private final Map<Integer, SocketChannel> channels = new TreeMap<>();
    private final Map<Integer, Doorbell> doorbells = new TreeMap<>();

    DoorbellMesh(final int rank, final long timeoutNs) {
        this.rank = rank;
        this.timeoutNs = timeoutNs;
        // the default folder for temporary files may be too long a name for a socket, whose limit is 107 bytes
        final Path folder =
                Path.of(Files.isWritable(Path.of("/dev/shm")) ? "/dev/shm" : System.getProperty("java.io.tmpdir"));
        Leftovers.sweep(folder);
        this.path = folder.resolve("jccl-" + UUID.randomUUID());
        try {
            server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(path), 1024);
            server.configureBlocking(false);
        } catch (final IOException | UnsupportedOperationException cannot) {
            throw new TransportException(
                    "cannot listen at the unix-domain socket " + path + ": " + cannot.getMessage(), cannot);
        }
    }

    String path() {
        return path.toString();
    }

    void dial(final int peer, final String peerPath) throws IOException {
        // connects at once, since the peer listens already and its queue is long
        final SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(peerPath));
        channel.configureBlocking(false);
        channels.put(peer, channel);
        write(channel, rank, Neighbour.NONE);
    }

    void accept(final int count) throws IOException {
        for (int left = count; left > 0; ) {
            awaitReady(server, SelectionKey.OP_ACCEPT);
            final SocketChannel channel = server.accept();
            channel.configureBlocking(false);
            left -= greeted(channel) ? 1 : 0;
        }
        server.close();
        Files.deleteIfExists(path);
    }

    /** Whether it is a peer, and not somebody who only looks whether this rank lives. */
    private boolean greeted(final SocketChannel channel) throws IOException {
        try {
            channels.put(read(channel).getInt(), channel);
            return true;
        } catch (final EOFException silent) {
            channel.close();
            return false;
        }
    }

    /** Tells every peer something and hears the same from each, in the order of {@code peers}. */
    Neighbour[] exchange(final int[] peers, final IntFunction<Neighbour> mine) throws IOException {
        for (int place = 0; place < peers.length; place++) {
            write(channels.get(peers[place]), rank, mine.apply(place));
        }
        final Neighbour[] theirs = new Neighbour[peers.length];
        for (int place = 0; place < peers.length; place++) {
            final ByteBuffer record = read(channels.get(peers[place]));
            record.getInt();
            theirs[place] = new Neighbour(record.getLong(), record.getInt(), record.getLong(), record.getInt());
        }
        return theirs;
    }

    private static void write(final SocketChannel channel, final int rank, final Neighbour told) throws IOException {
        channel.write(ByteBuffer.allocate(RECORD_BYTES)
                .putInt(rank)
                .putLong(told.handle())
                .putInt(told.peers())
                .putLong(told.bulkBytes())
                .putInt(told.place())
                .flip());
    }

    private ByteBuffer read(final SocketChannel channel) throws IOException {
        final ByteBuffer record = ByteBuffer.allocate(RECORD_BYTES);
        while (record.hasRemaining()) {
            awaitReady(channel, SelectionKey.OP_READ);
            if (channel.read(record) < 0) {
                throw new EOFException("a rank of this machine ended while connecting");
            }
        }
        return record.flip();
    }

    private void awaitReady(final SelectableChannel channel, final int operation) throws IOException {
        try (Selector selector = Selector.open()) {
            channel.register(selector, operation);
            if (selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(timeoutNs))) == 0) {
                throw new IOException("another rank of this machine did not come within "
                        + TimeUnit.NANOSECONDS.toMillis(timeoutNs) + " ms");
            }
        }
    }

    Doorbell doorbell(final int peer) {
        return doorbells.computeIfAbsent(peer, any -> new Doorbell(channels.get(peer)));
    }

    void register(final Waiter waiter) {
        for (final Doorbell doorbell : doorbells.values()) {
            doorbell.register(waiter);
        }
    }

    @Override
    public void close() {
        doorbells.values().forEach(Doorbell::close);
        try {
            for (final SocketChannel channel : channels.values()) {
                // those that became no doorbell because connecting failed
                channel.close();
            }
            server.close();
            Files.deleteIfExists(path);
        } catch (final IOException ignored) {
            // an empty socket file may stay behind; it holds no memory
        }
    }
}
