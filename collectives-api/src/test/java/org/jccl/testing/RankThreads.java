// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Ranks as threads of this JVM: runs one body per rank at the same time and collects what they return. The first
 * failure in time is thrown with its rank's number, the others suppressed in it; when the deadline passes, the stacks
 * of all ranks are in the message.
 */
public final class RankThreads {
    private static final long GRACE_MS = 5_000;

    /** What one rank does. */
    @FunctionalInterface
    public interface Body<T> {
        /** Runs on a thread of its own. */
        T run(int rank) throws Exception;
    }

    private RankThreads() {}

    /**
     * Runs {@code size} ranks.
     *
     * @return what they returned, by rank
     * @throws AssertionError if one failed or not all ended by the deadline
     */
    public static <T> List<T> run(final int size, final Duration deadline, final Body<T> body) {
        final List<T> results = Collections.synchronizedList(new ArrayList<>(Collections.nCopies(size, null)));
        final Queue<AssertionError> failures = new ConcurrentLinkedQueue<>();
        final List<Thread> threads = new ArrayList<>();
        for (int rank = 0; rank < size; rank++) {
            threads.add(start(rank, size, body, results, failures));
        }
        final long end = System.nanoTime() + deadline.toNanos();
        for (final Thread thread : threads) {
            join(thread, (end - System.nanoTime()) / 1_000_000);
        }
        if (threads.stream().anyMatch(Thread::isAlive)) {
            failures.add(overdue(threads, deadline));
            stop(threads);
        }
        report(failures);
        return results;
    }

    private static <T> Thread start(
            final int rank,
            final int size,
            final Body<T> body,
            final List<T> results,
            final Queue<AssertionError> failures) {
        final Thread thread = new Thread(
                () -> {
                    try {
                        results.set(rank, body.run(rank));
                    } catch (final Throwable failure) {
                        failures.add(new AssertionError("rank " + rank + " of " + size + ": " + failure, failure));
                    }
                },
                "rank-" + rank);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void join(final Thread thread, final long timeoutMs) {
        try {
            thread.join(Math.max(1, timeoutMs));
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static AssertionError overdue(final List<Thread> threads, final Duration deadline) {
        final StringBuilder text = new StringBuilder("not done after " + deadline + ":");
        for (final Thread thread : threads) {
            text.append("\n\n").append(thread.getName()).append(' ').append(thread.getState());
            for (final StackTraceElement frame : thread.getStackTrace()) {
                text.append("\n    at ").append(frame);
            }
        }
        return new AssertionError(text.toString());
    }

    private static void stop(final List<Thread> threads) {
        threads.forEach(Thread::interrupt);
        final long end = System.currentTimeMillis() + GRACE_MS;
        for (final Thread thread : threads) {
            join(thread, end - System.currentTimeMillis());
        }
    }

    private static void report(final Queue<AssertionError> failures) {
        final AssertionError first = failures.poll();
        if (first != null) {
            failures.forEach(first::addSuppressed);
            throw first;
        }
    }
}
