// SPDX-License-Identifier: Apache-2.0
package org.jccl.spi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Where the owner of one progress domain blocks in the kernel when spinning did not help: one selector over the
 * sockets and doorbells of all its transports. {@link #ring} may be called by any thread, the rest by the owner.
 */
public final class Waiter implements AutoCloseable {
    private static final Consumer<SelectionKey> WAKE = key -> ((Runnable) key.attachment()).run();

    private final Selector selector;

    /** Opens the selector. */
    public Waiter() {
        try {
            selector = Selector.open();
        } catch (final IOException cannot) {
            throw new UncheckedIOException("cannot open a selector; is the limit of open files reached?", cannot);
        }
    }

    /**
     * Wakes the owner whenever the channel is ready.
     *
     * @param ready run by the owner when that happens, for example to empty a doorbell
     */
    public SelectionKey register(final SelectableChannel channel, final int operations, final Runnable ready) {
        try {
            return channel.register(selector, operations, ready);
        } catch (final ClosedChannelException closed) {
            throw new UncheckedIOException(closed);
        }
    }

    /** Blocks until something is ready, {@link #ring} is called, the thread is interrupted, or the time is up. */
    public void await(final long timeoutNs) {
        try {
            selector.select(WAKE, Math.max(1, TimeUnit.NANOSECONDS.toMillis(timeoutNs)));
        } catch (final IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Wakes the owner, or makes its next {@link #await} return at once. Any thread. */
    public void ring() {
        selector.wakeup();
    }

    /** Closes the selector; channels stay open. */
    @Override
    public void close() {
        try {
            selector.close();
        } catch (final IOException ignored) {
            // nothing is lost: the process gives the descriptor back at the latest when it ends
        }
    }
}
