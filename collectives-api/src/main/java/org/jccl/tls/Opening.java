// SPDX-License-Identifier: Apache-2.0
package org.jccl.tls;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.jccl.spi.Handshake;
import org.jccl.spi.IncompatiblePeerException;

/** TLS's own handshake, until both sides have shown a certificate that the other one trusts. */
final class Opening {
    private static final int ALERT = 0x15;
    private static final int HANDSHAKE = 0x16;

    private final SSLEngine engine;
    private final Records records;
    private final SocketChannel socket;
    private boolean recognised;

    Opening(final SSLEngine engine, final Records records, final SocketChannel socket) {
        this.engine = engine;
        this.records = records;
        this.socket = socket;
    }

    /** As {@link org.jccl.spi.Wire#establish}. */
    boolean goOn() throws IOException {
        try {
            return shakeHands();
        } catch (final SSLException refused) {
            sayWhy();
            throw Refusal.of(refused);
        }
    }

    private boolean shakeHands() throws IOException {
        engine.beginHandshake();
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> records.runTasks();
                case NEED_WRAP -> {
                    // a flight fits into the empty buffer of a fresh socket; if it does not, time ends it
                    if (records.encrypt() < 0 && !records.push()) {
                        return false;
                    }
                }
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    records.push();
                    if (!hear()) {
                        return false;
                    }
                }
                default -> {
                    return records.push();
                }
            }
        }
    }

    private boolean hear() throws IOException {
        if (!recognised && !recognise()) {
            return records.fill();
        }
        final Status status = records.decrypt().getStatus();
        if (status == Status.CLOSED) {
            throw new EOFException("it closed the connection");
        }
        return status != Status.BUFFER_UNDERFLOW || records.fill();
    }

    /** Looks at the first bytes: what is not TLS is told so in a language that it may know. */
    private boolean recognise() throws IOException {
        if (records.incoming().remaining() < Integer.BYTES) {
            return false;
        }
        final int first = records.incoming().getInt(records.incoming().position());
        final int type = first >>> 3 * Byte.SIZE;
        if (Handshake.isClear(first)) {
            sayTls();
            throw new IncompatiblePeerException(Handshake.clearMeaning());
        }
        if (type != ALERT && type != HANDSHAKE) {
            throw new IncompatiblePeerException("it speaks another protocol, not TLS");
        }
        recognised = true;
        return true;
    }

    private void sayTls() {
        try {
            socket.write(Handshake.speakTls());
        } catch (final IOException gone) {
            // a listener that heard TLS has closed already; what it said before is enough to know why
        }
    }

    /** The engine has an alert for the other side. */
    private void sayWhy() {
        try {
            records.encrypt();
            records.push();
        } catch (final IOException gone) {
            // then it does not want to know
        }
    }
}
