// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between the ranks, passes on what they say, and cuts connections where the test likes. */
final class CuttingProxy implements Closeable {
    private static final int CHUNK_BYTES = 16 << 10;

    private final ServerSocket server;
    private final int target;
    private final Cuts cuts;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger cut = new AtomicInteger();
    private volatile boolean refusing;
    private volatile boolean mute;

    /** Where connections are cut. */
    interface Cuts {
        long NEVER = Long.MAX_VALUE;

        /** After how many bytes in that direction the connection of that number is cut. */
        long after(int connection, boolean towardsListener);
    }

    /**
     * Listens at once.
     *
     * @param target the port that connections go on to
     */
    CuttingProxy(final int target, final Cuts cuts) throws IOException {
        this.target = target;
        this.cuts = cuts;
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::acceptAll);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    /** How many connections were cut. */
    int cuts() {
        return cut.get();
    }

    /** Cuts all connections, and new ones at once until told otherwise. */
    void refuse(final boolean from) {
        refusing = from;
        sockets.forEach(CuttingProxy::reset);
    }

    /** From now on the connections that there are pass nothing on and do not end; new ones do. */
    void forget() {
        sockets.clear();
        mute = true;
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
        for (int number = 0; true; number++) {
            final Socket caller = server.accept();
            if (refusing) {
                reset(caller);
                continue;
            }
            connect(caller, cuts.after(number, true), cuts.after(number, false));
        }
    }

    private void connect(final Socket caller, final long there, final long back) {
        try {
            final Socket callee = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.add(caller);
            sockets.add(callee);
            start(() -> pass(caller, callee, there));
            start(() -> pass(callee, caller, back));
        } catch (final IOException refused) {
            reset(caller);
        }
    }

    private void pass(final Socket from, final Socket to, final long bytes) throws IOException {
        // whatever ends one direction ends the other
        try (from;
                to) {
            if (copy(from, to, bytes)) {
                cut.incrementAndGet();
                reset(from);
                reset(to);
            }
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    /** Returns whether so many bytes have passed, and not that either end has closed. */
    private boolean copy(final Socket from, final Socket to, final long bytes) throws IOException {
        final byte[] chunk = new byte[CHUNK_BYTES];
        final InputStream in = from.getInputStream();
        long left = bytes;
        int count = 0;
        while (left > 0 && count >= 0) {
            count = in.read(chunk, 0, (int) Math.min(left, chunk.length));
            if (count > 0 && !(mute && !sockets.contains(from))) {
                to.getOutputStream().write(chunk, 0, count);
                left -= count;
            }
        }
        return left == 0;
    }

    private static void reset(final Socket socket) {
        try {
            socket.setOption(StandardSocketOptions.SO_LINGER, 0);
            socket.close();
        } catch (final IOException ended) {
            // so it is cut already
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        sockets.forEach(CuttingProxy::reset);
    }
}
