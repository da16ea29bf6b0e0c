// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jccl.error.TransportException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One daemon thread with one selector: all that an endpoint does happens on it, so that nothing here needs a lock.
 * {@link #execute}, {@link #stop}, {@link #join} and the questions may be asked by any thread, the rest on this thread alone.
 */
final class ControlThread {
    private static final Logger LOG = LoggerFactory.getLogger(ControlThread.class);

    private final Selector selector;
    private final RunningClock clock;
    private final long tickNs;
    private final Thread thread;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final List<Runnable> tickers = new ArrayList<>();
    private final List<Runnable> handOvers = new ArrayList<>();
    private volatile boolean stopping;
    private volatile boolean stopped;
    private long lastTickNs;

    /**
     * Does not start the thread yet.
     *
     * @param tickNs how often the tickers run
     * @param clock what they see as time
     */
    ControlThread(final String name, final long tickNs, final RunningClock clock) {
        this.clock = clock;
        this.tickNs = tickNs;
        try {
            selector = Selector.open();
        } catch (final IOException cannot) {
            throw new TransportException("cannot open a selector; is the limit of open files reached?", cannot);
        }
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** How long this thread has been running, as far as it can judge the silence of others. */
    long nowNs() {
        return clock.nowNs();
    }

    /** What {@link System#nanoTime} was when this thread last looked, which it does at every tick. Any thread. */
    long coarseNs() {
        return clock.wallNs();
    }

    /** Whether nothing new should begin. */
    boolean isStopping() {
        return stopping;
    }

    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /** Runs the task on this thread soon; returns false if the thread has ended and the task will not run. */
    boolean execute(final Runnable task) {
        tasks.add(task);
        if (stopped && tasks.remove(task)) {
            return false;
        }
        selector.wakeup();
        return true;
    }

    /** Runs {@code ready} whenever the channel is. */
    SelectionKey register(final SelectableChannel channel, final int operations, final Runnable ready)
            throws ClosedChannelException {
        return channel.register(selector, operations, ready);
    }

    /** Gives the channel up: when {@code then} runs, the selector has forgotten it and another owner may have it. */
    void handOver(final SelectionKey key, final Runnable then) {
        key.cancel();
        handOvers.add(then);
    }

    /** Runs this now and then, until {@link #endTicks}. */
    void everyTick(final Runnable ticker) {
        tickers.add(ticker);
    }

    void endTicks(final Runnable ticker) {
        tickers.remove(ticker);
    }

    /** Ends the thread after the tasks at hand, closing every channel registered with it. Idempotent. */
    void stop() {
        stopping = true;
        selector.wakeup();
    }

    /** Waits until the thread has ended, but not for ever. */
    void join(final long timeoutNs) {
        if (isCurrent()) {
            return;
        }
        try {
            thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(timeoutNs)));
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!stopping) {
                turn();
            }
            runTasks();
        } catch (final IOException broken) {
            LOG.error(
                    "{}: the selector broke; peers will see this process as dead",
                    Thread.currentThread().getName(),
                    broken);
        } finally {
            end();
        }
    }

    private void turn() throws IOException {
        // nobody may interrupt this thread: an interrupt left standing would make every select return at once
        Thread.interrupted();
        selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(tickNs)));
        clock.advance();
        dispatch();
        runTasks();
        tick();
        finishHandOvers();
    }

    private void dispatch() {
        for (final SelectionKey key : selector.selectedKeys()) {
            if (key.isValid()) {
                guard((Runnable) key.attachment());
            }
        }
        selector.selectedKeys().clear();
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            guard(task);
        }
    }

    private void tick() {
        if (clock.nowNs() - lastTickNs >= tickNs) {
            lastTickNs = clock.nowNs();
            // a copy, because a ticker may end itself
            List.copyOf(tickers).forEach(ControlThread::guard);
        }
    }

    private void finishHandOvers() throws IOException {
        if (!handOvers.isEmpty()) {
            // only a selection makes the selector forget cancelled keys
            selector.selectNow();
            final List<Runnable> ready = List.copyOf(handOvers);
            handOvers.clear();
            ready.forEach(ControlThread::guard);
        }
    }

    /** What a listener or acceptor throws must not end the thread on which the job's health depends. */
    private static void guard(final Runnable task) {
        try {
            task.run();
        } catch (final RuntimeException | Error thrown) {
            LOG.error(
                    "{}: a listener or acceptor failed; the thread goes on",
                    Thread.currentThread().getName(),
                    thrown);
        }
    }

    private void end() {
        for (final SelectionKey key : selector.keys()) {
            Sockets.close(key.channel());
        }
        try {
            selector.close();
        } catch (final IOException ignored) {
            // every channel is closed already
        }
        stopped = true;
        runTasks();
    }
}
