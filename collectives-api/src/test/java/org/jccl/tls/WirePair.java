// SPDX-License-Identifier: Apache-2.0
package org.jccl.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jccl.spi.Wire;
import org.jccl.spi.Wiring;

/** Both ends of a connection, driven by one thread. */
record WirePair(Wire dialled, Wire accepted) implements AutoCloseable {
    /** Small enough that records leave in pieces. */
    private static final int KERNEL_BYTES = 4 << 10;

    static WirePair connect(final Wiring dials, final Wiring accepts) throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.setOption(StandardSocketOptions.SO_RCVBUF, KERNEL_BYTES);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            final SocketChannel dialled = SocketChannel.open();
            dialled.setOption(StandardSocketOptions.SO_RCVBUF, KERNEL_BYTES);
            dialled.connect(server.getLocalAddress());
            return new WirePair(prepare(dials, dialled, true), prepare(accepts, server.accept(), false));
        }
    }

    private static Wire prepare(final Wiring wiring, final SocketChannel socket, final boolean dialled)
            throws IOException {
        socket.configureBlocking(false);
        socket.setOption(StandardSocketOptions.SO_SNDBUF, KERNEL_BYTES);
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return wiring.over(socket, dialled);
    }

    WirePair establish() throws IOException {
        while (!dialled.establish() | !accepted.establish()) {
            Thread.onSpinWait();
        }
        return this;
    }

    @Override
    public void close() throws IOException {
        dialled.close();
        accepted.close();
    }
}
