// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.machine;

import java.util.Arrays;
import org.jccl.buffer.Memory;

/**
 * Measures how long a cache line takes from one core to another: two threads hand a number back and forth through two
 * lines, and spin. What every result on shared memory depends on, and what a virtual machine's host changes at will.
 */
public final class CoreLatency {
    private static final int ROUND_TRIPS = 50;
    private static final int FEWEST_BATCHES = 5;
    private static final long STOP = -1;

    private final long ping = Memory.allocate(2L * Memory.CACHE_LINE);
    private final long pong = ping + Memory.CACHE_LINE;
    private long sent;

    private CoreLatency() {}

    /**
     * One way in nanoseconds over about {@code budgetNs}; NaN with a single core. The lower quartile of batches: in those
     * above, on a busy machine, the scheduler took a core away.
     */
    public static double measureNs(final long budgetNs) {
        return Runtime.getRuntime().availableProcessors() < 2 ? Double.NaN : new CoreLatency().run(budgetNs);
    }

    private double run(final long budgetNs) {
        final Thread echo = new Thread(this::echo, "core-latency");
        echo.setDaemon(true);
        echo.start();
        try {
            final double[] batches = new double[10_000];
            final long end = System.nanoTime() + budgetNs;
            int count = 0;
            while (count < batches.length && (System.nanoTime() - end < 0 || count < FEWEST_BATCHES)) {
                batches[count++] = batch();
            }
            // The first half ran before the compiler had done its work.
            final double[] warm = Arrays.copyOfRange(batches, count / 2, count);
            Arrays.sort(warm);
            return warm[warm.length / 4];
        } finally {
            Memory.putLongRelease(ping, STOP);
            free(echo);
        }
    }

    private double batch() {
        final long begin = System.nanoTime();
        for (int i = 0; i < ROUND_TRIPS; i++) {
            Memory.putLongRelease(ping, ++sent);
            while (Memory.getLongAcquire(pong) != sent) {
                Thread.onSpinWait();
            }
        }
        return (System.nanoTime() - begin) / 2.0 / ROUND_TRIPS;
    }

    private void echo() {
        long seen = 0;
        while (seen != STOP) {
            final long now = Memory.getLongAcquire(ping);
            if (now == seen) {
                Thread.onSpinWait();
            } else {
                seen = now;
                Memory.putLongRelease(pong, now);
            }
        }
    }

    private void free(final Thread echo) {
        try {
            echo.join();
            Memory.free(ping);
        } catch (final InterruptedException leaveItAllocated) {
            Thread.currentThread().interrupt();
        }
    }
}
