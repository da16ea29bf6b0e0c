// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jccl.spi.Wire;

/**
 * Takes one line from a connection that broke to the next. Each connection begins with eight bytes either way, big-endian:
 * how many bytes of the other's stream this side has. Confined to {@link Resumption}'s thread.
 */
final class Revival {
    /** A peer's thread answers at once; who does not in this time has lost the connection. */
    private static final long EXCHANGE_NS = TimeUnit.SECONDS.toNanos(2);

    private final Line line;
    private final LaneConnection connection;
    private final Consumer<Revival> dialler;
    private final ByteBuffer theirs = ByteBuffer.allocate(Long.BYTES);
    private Wire current;
    private SelectionKey key;
    private boolean attached;
    private long begunNs;

    /**
     * Waits for the first connection.
     *
     * @param dialler connects, unless the peer does
     */
    Revival(final Line line, final LaneConnection connection, final Consumer<Revival> dialler) {
        this.line = line;
        this.connection = connection;
        this.dialler = dialler;
    }

    Line line() {
        return line;
    }

    LaneConnection connection() {
        return connection;
    }

    /** That connection is of no use any more. */
    void broken(final Wire gone) {
        if (connection.reopen(gone)) {
            dialler.accept(this);
        }
    }

    /** A connection has been made, or given up. */
    void settled(final Selector selector) {
        final Wire made = connection.wire();
        if (made != null && made != current) {
            begin(made, selector);
        } else if (made == null && connection.failure() != null) {
            line.fail(connection.failure());
        }
    }

    private void begin(final Wire made, final Selector selector) {
        current = made;
        attached = false;
        begunNs = System.nanoTime();
        theirs.clear();
        final long here = line.detach();
        connection.closeReplaced();
        try {
            key = made.socket().register(selector, SelectionKey.OP_READ, this);
            // a connection that has carried one byte this way has room for these
            made.write(ByteBuffer.allocate(Long.BYTES).putLong(here).flip());
            if (made.hasMore()) {
                // came with the verdict, so no selector will tell of it
                ready();
            }
        } catch (final IOException gone) {
            broken(made);
        }
    }

    /** The connection is ready for what was asked of it. */
    void ready() {
        if (!attached) {
            readTheirs();
        }
        if (attached) {
            // at once, because no selector sees what a wire read together with the position
            line.ready();
        }
        if (attached) {
            listen(line.interest());
        }
    }

    private void listen(final int operations) {
        try {
            key.interestOps(operations);
        } catch (final CancelledKeyException closedMeanwhile) {
            // who closed it has told this thread, or will
        }
    }

    private void readTheirs() {
        try {
            if (current.read(theirs) < 0) {
                throw new IOException("closed");
            }
            if (!theirs.hasRemaining()) {
                attach(theirs.getLong(0));
            }
        } catch (final IOException gone) {
            broken(current);
        }
    }

    private void attach(final long peerHas) {
        final String refused = line.attach(current, peerHas);
        attached = refused == null;
        if (refused != null) {
            connection.close();
            line.fail(refused);
        }
    }

    void tick() {
        if (current != null && !attached && System.nanoTime() - begunNs > EXCHANGE_NS) {
            broken(current);
        }
        line.tick();
    }
}
