// SPDX-License-Identifier: Apache-2.0
package org.jccl.observe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Who was waited for longest, in those operations that were timed. Written by whoever owns the communicator's domain; any
 * thread may read, and may see an operation half.
 */
public final class Lateness {
    private final long[] times;
    private final long[] waitedNs;
    private final long[] longestNs;
    private long operations;

    Lateness(final int size) {
        times = new long[size];
        waitedNs = new long[size];
        longestNs = new long[size];
    }

    /**
     * A rank that is waited for.
     *
     * @param rank who
     * @param times in how many operations it was the one that was waited for longest
     * @param waitedNs how long, in all of them
     * @param longestNs how long, in the worst of them
     */
    public record Straggler(int rank, long times, long waitedNs, long longestNs) {}

    void waited(final int rank, final long ns) {
        operations++;
        times[rank]++;
        waitedNs[rank] += ns;
        longestNs[rank] = Math.max(longestNs[rank], ns);
    }

    /** How many operations were timed. */
    public long operations() {
        return operations;
    }

    /** Those who were waited for, who cost most time first. */
    public List<Straggler> worst(final int most) {
        final List<Straggler> all = new ArrayList<>();
        for (int rank = 0; rank < times.length; rank++) {
            if (times[rank] > 0) {
                all.add(new Straggler(rank, times[rank], waitedNs[rank], longestNs[rank]));
            }
        }
        all.sort(Comparator.comparingLong(Straggler::waitedNs).reversed());
        return all.subList(0, Math.min(most, all.size()));
    }
}
