// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jccl.spi.Wire;

/**
 * The thread that makes a transport's broken connections anew, for a time: owners need not be at work when the peer lacks
 * bytes. It also hears what the peers have. Any thread, but for what runs on its own.
 */
final class Resumption {
    private static final long TICK_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long CLOSE_MS = 1000;

    private final Selector selector;
    private final Thread thread;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final List<Revival> revivals = new ArrayList<>();
    private volatile boolean closed;
    private long tickedNs = System.nanoTime();

    Resumption(final int rank) {
        try {
            selector = Selector.open();
        } catch (final IOException cannot) {
            throw new UncheckedIOException("cannot open a selector; is the limit of open files reached?", cannot);
        }
        thread = new Thread(this::run, "jccl-tcp-resume-" + rank);
        thread.setDaemon(true);
        thread.start();
    }

    /** From now on this thread looks after that line. */
    void add(final Revival revival) {
        execute(() -> revivals.add(revival));
    }

    /** A connection of it has been made, or given up. */
    void settled(final Revival revival) {
        execute(() -> revival.settled(selector));
    }

    /** That connection of it is of no use any more. */
    void broken(final Revival revival, final Wire gone) {
        execute(() -> revival.broken(gone));
    }

    private void execute(final Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    private static final Consumer<SelectionKey> READY = key -> ((Revival) key.attachment()).ready();

    private void run() {
        try {
            while (!closed) {
                selector.select(READY, TimeUnit.NANOSECONDS.toMillis(TICK_NS));
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
                tick();
            }
        } catch (final IOException broken) {
            throw new UncheckedIOException(broken);
        } finally {
            end();
        }
    }

    private void tick() {
        if (System.nanoTime() - tickedNs >= TICK_NS) {
            tickedNs = System.nanoTime();
            revivals.forEach(Revival::tick);
        }
    }

    private void end() {
        try {
            selector.close();
        } catch (final IOException ignored) {
            // nothing is lost: the process gives the descriptor back at the latest when it ends
        }
    }

    /** Ends the thread; bounded. Connections stay as they are. */
    void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join(CLOSE_MS);
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
