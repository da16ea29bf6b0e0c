// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.measure;

import java.util.Arrays;
import org.jccl.Communicator;

/**
 * Times one kind of call; the same on every rank.
 *
 * <p>Operations that no rank can leave before all have entered run back to back, each call timed from the end of the one
 * before; single calls are then those of this rank, and the average is the slowest rank's. In the others a rank may run
 * ahead of those it gives to, so each call begins after a barrier, which is not timed, and counts as long as it took on
 * the slowest rank.
 */
final class Timing {
    private final Communicator communicator;
    private final AcrossRanks across;
    private final Progress progress;
    private final WarmUp warmUp;

    Timing(final Communicator communicator, final Progress progress) {
        this.communicator = communicator;
        this.across = new AcrossRanks(communicator);
        this.progress = progress;
        this.warmUp = new WarmUp(across);
    }

    /**
     * Warms up, then times.
     *
     * @param synchronising whether no rank can leave a call before all have entered it
     */
    Latencies measure(
            final Runnable call,
            final boolean synchronising,
            final long bytes,
            final Effort effort,
            final boolean cold) {
        final long callNs = warmUp.run(calls -> run(call, synchronising, new long[calls]), effort, cold);
        final long[] samples = new long[effort.iterations(bytes, callNs)];
        progress.begin(samples.length);
        communicator.barrier();
        final long totalNs = run(call, synchronising, samples);
        progress.end();
        return Latencies.of(samples, totalNs);
    }

    /** Times as many calls as there is room for; all of them by the slowest rank's clock. */
    private long run(final Runnable call, final boolean synchronising, final long[] samples) {
        return synchronising ? backToBack(call, samples) : apart(call, samples);
    }

    private long backToBack(final Runnable call, final long[] samples) {
        final long begin = System.nanoTime();
        long previous = begin;
        for (int i = 0; i < samples.length; i++) {
            call.run();
            final long now = System.nanoTime();
            samples[i] = now - previous;
            previous = now;
            progress.done(i);
        }
        return across.max(previous - begin);
    }

    private long apart(final Runnable call, final long[] samples) {
        for (int i = 0; i < samples.length; i++) {
            communicator.barrier();
            final long begin = System.nanoTime();
            call.run();
            samples[i] = System.nanoTime() - begin;
            progress.done(i);
        }
        across.max(samples);
        return Arrays.stream(samples).sum();
    }
}
