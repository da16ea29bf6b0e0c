// SPDX-License-Identifier: Apache-2.0
package org.jccl.bootstrap;

import java.io.InterruptedIOException;
import java.time.Duration;

/** Waiting for something that nobody announces: pauses that grow, until a deadline. One thread. */
final class Polling {
    private static final long FIRST_PAUSE_MS = 2;
    private static final long LONGEST_PAUSE_MS = 100;

    private final Duration timeout;
    private final long deadlineNs;
    private long pauseMs = FIRST_PAUSE_MS;

    Polling(final Duration timeout) {
        this.timeout = timeout;
        this.deadlineNs = System.nanoTime() + timeout.toNanos();
    }

    Duration timeout() {
        return timeout;
    }

    boolean isLate() {
        return System.nanoTime() - deadlineNs >= 0;
    }

    void pause() throws InterruptedIOException {
        try {
            Thread.sleep(pauseMs);
            pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }
}
