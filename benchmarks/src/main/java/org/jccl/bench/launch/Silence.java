// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.launch;

import java.time.Duration;

/** Notices that nothing has come for too long. */
final class Silence {
    private static final int LOOKS = 4;

    private final Duration most;
    private volatile long lastNs = System.nanoTime();

    Silence(final Duration most) {
        this.most = most;
    }

    /** Something has come. */
    void broken() {
        lastNs = System.nanoTime();
    }

    /** Does that once it has lasted too long. */
    void watch(final Runnable then) {
        final Thread thread = new Thread(() -> waitFor(then), "launcher-silence");
        thread.setDaemon(true);
        thread.start();
    }

    private void waitFor(final Runnable then) {
        try {
            while (System.nanoTime() - lastNs < most.toNanos()) {
                Thread.sleep(most.dividedBy(LOOKS).toMillis());
            }
            then.run();
        } catch (final InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
