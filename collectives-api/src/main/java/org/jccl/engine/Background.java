// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.util.concurrent.locks.LockSupport;

/**
 * The thread that carries out asynchronous operations while nobody waits for them. Made at the first of them; makes room
 * whenever another thread wants the domain.
 */
final class Background implements Runnable {
    private static final long PARK_NS = 100_000_000;

    private final ProgressDomain domain;
    private final String name;
    private volatile Thread thread;
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

    /** Lets it look again, if it exists. Any thread. */
    void wake() {
        final Thread running = thread;
        if (running != null) {
            LockSupport.unpark(running);
        }
    }

    /** Ends it. Any thread; does not wait. */
    synchronized void stop() {
        stopped = true;
        wake();
    }

    @Override
    public void run() {
        while (!stopped) {
            if (domain.hasWork() && !domain.isWanted() && domain.tryOwn()) {
                domain.driveInBackground();
            } else {
                LockSupport.parkNanos(this, PARK_NS);
            }
        }
    }
}
