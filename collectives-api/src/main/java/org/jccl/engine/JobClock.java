// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

/** What time it is for the whole job: this rank's clock, set to rank 0's. Any thread. */
final class JobClock {
    private final int rank;
    private volatile long aheadNs;

    JobClock(final int rank) {
        this.rank = rank;
    }

    /** Rank 0's clock was found to be so far ahead of this one's. */
    void set(final long newAheadNs) {
        aheadNs = newAheadNs;
    }

    /** That this rank entered an operation then, by its own clock. */
    long stamp(final long nanoTime) {
        return EntryStamp.of(nanoTime + aheadNs, rank);
    }
}
