// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import java.util.concurrent.TimeUnit;

/** Waits for what another thread brings about. */
final class Eventually {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(20);

    private Eventually() {}

    /** Runs the assertions until they hold; when time is up, their failure is thrown. */
    static void holds(final Runnable assertions) {
        final long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (true) {
            try {
                assertions.run();
                return;
            } catch (final AssertionError notYet) {
                if (System.nanoTime() - deadlineNs >= 0) {
                    throw notYet;
                }
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(2);
        } catch (final InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
