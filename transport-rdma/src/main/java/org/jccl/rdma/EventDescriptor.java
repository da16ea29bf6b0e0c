// SPDX-License-Identifier: Apache-2.0
package org.jccl.rdma;

import java.io.IOException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import org.jccl.error.TransportException;
import org.jccl.spi.Waiter;

/**
 * A descriptor of UCX's that a selector can watch: it is duplicated into the place of a pipe's end, since Java makes
 * channels of no descriptor that it has not opened itself.
 */
final class EventDescriptor implements AutoCloseable {
    private final Pipe pipe;
    private SelectionKey key;

    EventDescriptor(final int descriptor) {
        try {
            pipe = Pipe.open();
            pipe.sink().close();
            pipe.source().configureBlocking(false);
            final int error = overlay(pipe.source(), descriptor);
            if (error != 0) {
                throw new IOException("dup2 failed with errno " + error);
            }
        } catch (final IOException | NoSuchFieldError cannot) {
            throw new TransportException("rdma: cannot wait for UCX's events: " + cannot, cannot);
        }
    }

    private static native int overlay(Object channel, int descriptor);

    /** Wakes the owner of the domain whenever UCX has something to do. */
    void register(final Waiter waiter) {
        key = waiter.register(pipe.source(), 0, EventDescriptor::nothing);
    }

    /** Lanes are looked at anyway after every wake-up. */
    private static void nothing() {}

    /** Only who sleeps wants to hear of it. */
    void listen(final boolean wanted) {
        if (key != null && key.isValid()) {
            key.interestOps(wanted ? SelectionKey.OP_READ : 0);
        }
    }

    @Override
    public void close() {
        try {
            pipe.source().close();
        } catch (final IOException ignored) {
            // the process gives the descriptor back at the latest when it ends
        }
    }
}
