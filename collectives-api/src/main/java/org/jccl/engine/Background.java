// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.util.concurrent.locks.LockSupport;

/**
 * The thread that carries out asynchronous operations while nobody waits for them. Made at the first of them.
 *
 * <p>It never contends for the domain: while there is work it looks now and then whether somebody has driven since its
 * last look, and takes over only if nobody has. So whoever submits or waits again within a moment neither wakes a thread
 * nor waits for one to make room. Without work for a while it sleeps until it is woken.
 */
final class Background implements Runnable {
    /** Between looks. The kernel adds about as much to so short a sleep. */
    private static final long LOOK_NS = 50_000;
    /** So many looks without work, and it sleeps. */
    private static final int LOOKS_BEFORE_SLEEP = 10;

    private static final long SLEEP_NS = 100_000_000;

    private final ProgressDomain domain;
    private final String name;
    private volatile Thread thread;
    private volatile boolean asleep;
    private volatile boolean stopped;

    Background(final ProgressDomain domain, final String name) {
        this.domain = domain;
        this.name = name;
    }

    /** There is work that nobody may be waiting for. Any thread. */
    void start() {
        if (thread == null) {
            create();
        }
        wake();
    }

    private synchronized void create() {
        if (thread == null && !stopped) {
            final Thread created = new Thread(this, "jccl-progress-" + name);
            created.setDaemon(true);
            thread = created;
            created.start();
        }
    }

    /** Lets it look from now on, if it exists. Any thread, after it has published the work. */
    void wake() {
        if (asleep) {
            LockSupport.unpark(thread);
        }
    }

    /** Ends it. Any thread; does not wait. */
    synchronized void stop() {
        stopped = true;
        wake();
    }

    @Override
    public void run() {
        long seen = -1;
        int looksInVain = 0;
        while (!stopped) {
            final long drives = domain.drives();
            if (!domain.hasWork()) {
                looksInVain++;
                pause(looksInVain);
            } else if (drives == seen && !domain.isWanted() && domain.tryOwn()) {
                domain.driveInBackground();
                looksInVain = 0;
            } else {
                looksInVain = 0;
                LockSupport.parkNanos(this, LOOK_NS);
            }
            seen = drives;
        }
    }

    private void pause(final int looksInVain) {
        if (looksInVain < LOOKS_BEFORE_SLEEP) {
            LockSupport.parkNanos(this, LOOK_NS);
            return;
        }
        // whoever brings work publishes it and then looks whether this thread sleeps
        asleep = true;
        if (!domain.hasWork() && !stopped) {
            LockSupport.parkNanos(this, SLEEP_NS);
        }
        asleep = false;
    }
}
