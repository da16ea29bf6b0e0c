// SPDX-License-Identifier: Apache-2.0
package org.jccl.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jccl.spi.Wire;

/** A socket that speaks TLS: nothing else passes, in either direction. */
final class TlsWire implements Wire {
    private final SocketChannel socket;
    private final SSLEngine engine;
    private final Records records;
    private final Opening opening;
    private final Decryption decryption;
    private final Encryption encryption;
    private final ByteBuffer[] source = new ByteBuffer[1];
    private final ByteBuffer[] destination = new ByteBuffer[1];
    private boolean established;

    TlsWire(final SocketChannel socket, final SSLEngine engine) {
        this.socket = socket;
        this.engine = engine;
        this.records = new Records(engine, socket);
        this.opening = new Opening(engine, records, socket);
        this.decryption = new Decryption(engine, records);
        this.encryption = new Encryption(records);
    }

    @Override
    public boolean isEncrypted() {
        return true;
    }

    @Override
    public boolean establish() throws IOException {
        established = established || opening.goOn();
        return established;
    }

    @Override
    public int read(final ByteBuffer into) throws IOException {
        destination[0] = into;
        return (int) read(destination);
    }

    @Override
    public long read(final ByteBuffer[] into) throws IOException {
        return decryption.read(into);
    }

    @Override
    public int write(final ByteBuffer from) throws IOException {
        source[0] = from;
        return (int) write(source);
    }

    @Override
    public long write(final ByteBuffer[] from) throws IOException {
        try {
            return encryption.write(from);
        } catch (final SSLException failed) {
            throw Refusal.of(failed);
        }
    }

    @Override
    public boolean hasMore() {
        return decryption.hasMore();
    }

    /** Says goodbye, by which the other side knows that nothing was cut off. */
    @Override
    public void shutdownOutput() throws IOException {
        if (established && records.push()) {
            engine.closeOutbound();
            records.encrypt();
            records.push();
        }
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
