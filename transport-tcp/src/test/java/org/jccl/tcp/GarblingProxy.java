// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jccl.spi.Handshake;

/**
 * Stands between the ranks and passes on what they say, the handshake untouched and the first frames behind it as the
 * test likes.
 */
final class GarblingProxy implements Closeable {
    private static final int CHUNK_BYTES = 16 << 10;

    private final ServerSocket server;
    private final int target;
    private final UnaryOperator<byte[]> first;
    private final boolean cut;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    /**
     * Listens at once.
     *
     * @param target the port that connections go on to
     * @param first makes of the first bytes behind the handshake, each way, what is passed on
     * @param cut whether nothing follows these, each way
     */
    GarblingProxy(final int target, final UnaryOperator<byte[]> first, final boolean cut) throws IOException {
        this.target = target;
        this.first = first;
        this.cut = cut;
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::acceptAll);
    }

    int port() {
        return server.getLocalPort();
    }

    private interface Pump {
        void run() throws IOException;
    }

    private static void start(final Pump pump) {
        final Thread thread = new Thread(() -> {
            try {
                pump.run();
            } catch (final IOException over) {
                // one of the ranks, or the test, has closed
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void acceptAll() throws IOException {
        while (true) {
            final Socket caller = server.accept();
            final Socket callee = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.add(caller);
            sockets.add(callee);
            start(() -> pass(caller, callee, Handshake.GREETING_BYTES));
            start(() -> pass(callee, caller, Handshake.CHALLENGE_BYTES + 1));
        }
    }

    private void pass(final Socket from, final Socket to, final int handshakeBytes) throws IOException {
        try (from;
                to) {
            final InputStream in = from.getInputStream();
            final OutputStream out = to.getOutputStream();
            for (int i = 0; i < handshakeBytes; i++) {
                // byte by byte: the verdict may be the last that comes
                final int next = in.read();
                if (next < 0) {
                    return;
                }
                out.write(next);
            }
            final byte[] chunk = new byte[CHUNK_BYTES];
            final int count = in.read(chunk);
            if (count > 0) {
                out.write(first.apply(Arrays.copyOf(chunk, count)));
            }
            if (cut) {
                // in good order: a reset would say at once what the half of a frame does not
                to.shutdownOutput();
                in.transferTo(OutputStream.nullOutputStream());
            } else {
                in.transferTo(out);
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (final Socket socket : sockets) {
            socket.close();
        }
    }
}
