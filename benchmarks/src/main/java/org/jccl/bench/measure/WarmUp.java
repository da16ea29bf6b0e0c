// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.measure;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * Runs a workload until the compilers of all ranks have nothing left to do for it. Ranks that spin leave the compiler no
 * core where there are as many ranks as cores, so between batches all of them make room for it; and a rank whose compiler
 * still works holds up the others, so all go on until all are quiet.
 */
final class WarmUp {
    /** Long enough for the calls of a batch to make the compiler notice what is called often. */
    private static final long BATCH_NS = 20_000_000;

    /** Between batches, and as long as there is something to compile. */
    private static final long ROOM_NS = 5_000_000;

    private static final long WIDE_ROOM_NS = 30_000_000;
    /** So long without compilation counts as quiet. */
    private static final long QUIET_NS = 150_000_000;
    /** Quiet before so many calls means nothing: what is called once a call has not been noticed yet. */
    private static final long ENOUGH_CALLS = 50_000;

    private static final long ENOUGH_NS = 700_000_000;

    /** Quiet enough where the workload was compiled before, and other work has since made the compiler doubt it at most. */
    private static final long BRIEF_QUIET_NS = 40_000_000;

    private static final int MOST_CALLS = 1 << 14;

    private final AcrossRanks across;
    /** Null where the JVM does not say what its compiler does. */
    private final CompilationMXBean compiler;

    private long compiledMs;

    WarmUp(final AcrossRanks across) {
        this.across = across;
        final CompilationMXBean bean = ManagementFactory.getCompilationMXBean();
        this.compiler = bean != null && bean.isCompilationTimeMonitoringSupported() ? bean : null;
    }

    /** Some calls of what is to be warmed up. */
    interface Batch {
        /** Makes that many calls; how long they took by the slowest rank's clock. */
        long run(int calls);
    }

    /** Warms up; about how long a call takes. */
    long run(final Batch batch, final Effort effort, final boolean cold) {
        if (effort.warmUps() >= 0) {
            return effort.warmUps() == 0 ? batch.run(1) : batch.run(effort.warmUps()) / effort.warmUps();
        }
        if (effort.warmUps() == Effort.BRIEFLY) {
            return untilQuiet(batch, Effort.WARM_UP_NS, BRIEF_QUIET_NS, BRIEF_QUIET_NS);
        }
        return untilQuiet(batch, cold ? Effort.COLD_WARM_UP_NS : Effort.WARM_UP_NS, QUIET_NS, ENOUGH_NS);
    }

    /** Ends when nothing was compiled for a while, and so many calls were made, or so much time spent, that this means something. */
    private long untilQuiet(final Batch batch, final long mostNs, final long wantedQuietNs, final long enoughNs) {
        long spentNs = 0;
        long quietNs = 0;
        long roomNs = ROOM_NS;
        long done = 0;
        long callNs = 1;
        // every rank decides by the same figures, or they would not go on alike
        while (spentNs < mostNs && !(quietNs >= wantedQuietNs && (done >= ENOUGH_CALLS || spentNs >= enoughNs))) {
            final int calls = (int) Math.max(1, Math.min(Math.min(2 * done, MOST_CALLS), BATCH_NS / callNs));
            final long batchNs = batch.run(calls);
            callNs = Math.max(1, batchNs / calls);
            done += calls;
            makeRoom(roomNs);
            spentNs += batchNs + roomNs;
            quietNs = across.max(compiledSinceMs()) == 0 ? quietNs + batchNs + roomNs : 0;
            roomNs = quietNs == 0 ? WIDE_ROOM_NS : ROOM_NS;
        }
        return callNs;
    }

    private static void makeRoom(final long ns) {
        try {
            TimeUnit.NANOSECONDS.sleep(ns);
        } catch (final InterruptedException end) {
            // the next call of the workload sees it, and aborts
            Thread.currentThread().interrupt();
        }
    }

    private long compiledSinceMs() {
        final long before = compiledMs;
        compiledMs = compiler == null ? 0 : compiler.getTotalCompilationTime();
        return compiledMs - before;
    }
}
