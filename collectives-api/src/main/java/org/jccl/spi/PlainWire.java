// SPDX-License-Identifier: Apache-2.0
package org.jccl.spi;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** The socket itself. */
final class PlainWire implements Wire {
    private final SocketChannel socket;

    PlainWire(final SocketChannel socket) {
        this.socket = socket;
    }

    @Override
    public boolean isEncrypted() {
        return false;
    }

    @Override
    public boolean establish() {
        return true;
    }

    @Override
    public int read(final ByteBuffer into) throws IOException {
        return socket.read(into);
    }

    @Override
    public long read(final ByteBuffer[] into) throws IOException {
        return socket.read(into);
    }

    @Override
    public int write(final ByteBuffer from) throws IOException {
        return socket.write(from);
    }

    @Override
    public long write(final ByteBuffer[] from) throws IOException {
        return socket.write(from);
    }

    @Override
    public boolean hasMore() {
        return false;
    }

    @Override
    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public SocketChannel socket() {
        return socket;
    }

    @Override
    public boolean isOpen() {
        return socket.isOpen();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
