// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import java.util.function.LongSupplier;

/**
 * Time during which the control thread was really running. A gap between two looks that is longer than the thread ever
 * sleeps (a garbage collection, a suspended process, a busy machine) counts only as the longest ordinary gap: a peer
 * must not be called silent because we did not listen. Confined to the control thread, but for {@link #wallNs}.
 */
final class RunningClock {
    private final LongSupplier wallNs;
    private final long longestGapNs;
    private volatile long lastLookNs;
    private long runningNs;

    RunningClock(final LongSupplier wallNs, final long longestGapNs) {
        this.wallNs = wallNs;
        this.longestGapNs = longestGapNs;
        this.lastLookNs = wallNs.getAsLong();
    }

    /** Looks at the wall clock. */
    void advance() {
        final long nowNs = wallNs.getAsLong();
        runningNs += Math.min(nowNs - lastLookNs, longestGapNs);
        lastLookNs = nowNs;
    }

    /** The wall clock at the latest {@link #advance}. Any thread. */
    long wallNs() {
        return lastLookNs;
    }

    /** The running time at the latest {@link #advance}. */
    long nowNs() {
        return runningNs;
    }
}
