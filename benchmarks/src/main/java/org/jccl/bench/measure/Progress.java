// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.measure;

import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Says how far a long row is, every two seconds, from a thread of its own so that what is timed is not held up. Only the
 * measuring thread calls.
 */
public final class Progress implements AutoCloseable {
    private static final long PERIOD_MS = 2_000;

    private final PrintStream target;
    private final Thread reporter;
    private final AtomicInteger done = new AtomicInteger();
    private volatile String row = "";
    private volatile long beganNs;
    private volatile int total;
    private volatile String unit = "calls";

    private Progress(final PrintStream target) {
        this.target = target;
        this.reporter = new Thread(this::report, "progress");
        this.reporter.setDaemon(true);
    }

    /** Progress that nobody sees. */
    public static Progress silent() {
        return new Progress(null);
    }

    /** Progress as lines of text. */
    public static Progress to(final PrintStream target) {
        final Progress progress = new Progress(target);
        progress.reporter.start();
        return progress;
    }

    /** What the rows that follow are called. */
    public void row(final String name) {
        row = name;
    }

    /** So many calls are to come. */
    void begin(final int calls) {
        begin(calls, "calls");
    }

    /** So many of something are to come. */
    public void begin(final int toCome, final String ofWhat) {
        done.set(0);
        beganNs = System.nanoTime();
        unit = ofWhat;
        total = toCome;
    }

    /** A plain store, so that it costs nothing beside what is timed. */
    public void done(final int index) {
        done.lazySet(index + 1);
    }

    /** Nothing more of it is to come. */
    public void end() {
        total = 0;
    }

    private void report() {
        try {
            while (true) {
                Thread.sleep(PERIOD_MS);
                final long elapsedMs = (System.nanoTime() - beganNs) / 1_000_000;
                if (total > 0 && elapsedMs >= PERIOD_MS) {
                    target.printf("# %s: %d of %d %s after %.1f s%n", row, done.get(), total, unit, elapsedMs / 1e3);
                }
            }
        } catch (final InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        reporter.interrupt();
    }
}
