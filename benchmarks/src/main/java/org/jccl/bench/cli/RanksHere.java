// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jccl.Communicator;
import org.jccl.CommunicatorBuilder;
import org.jccl.bench.launch.RankMain;
import org.jccl.bootstrap.InMemoryStore;
import org.jccl.bootstrap.Rendezvous;

/** The ranks of a command that live in this process: one, or one a thread. */
final class RanksHere {
    private final Supplier<CommunicatorBuilder> builders;
    private final Body body;

    /** What one rank does. */
    interface Body {
        /**
         * Runs it; the exit status.
         *
         * @param kind what a rank is: {@code processes} or {@code threads}
         */
        int run(Communicator communicator, String kind) throws IOException;
    }

    /** Ranks whose communicators are built by these builders, told their places. */
    RanksHere(final Supplier<CommunicatorBuilder> builders, final Body body) {
        this.builders = builders;
        this.body = body;
    }

    /** Runs the one rank that the environment says this process is; the exit status. */
    int runOne() {
        return run(UnaryOperator.identity(), "processes");
    }

    /** Runs all ranks as threads; the exit status. */
    int runThreads(final int ranks) throws InterruptedException {
        final Rendezvous rendezvous = new InMemoryStore();
        final AtomicInteger status = new AtomicInteger();
        final List<Thread> threads = new ArrayList<>();
        for (int rank = 0; rank < ranks; rank++) {
            final int number = rank;
            final UnaryOperator<CommunicatorBuilder> placed =
                    builder -> builder.rank(number).size(ranks).rendezvous(rendezvous);
            threads.add(new Thread(() -> status.accumulateAndGet(run(placed, "threads"), Math::max), "rank-" + number));
        }
        threads.forEach(Thread::start);
        for (final Thread thread : threads) {
            thread.join();
        }
        return status.get();
    }

    private int run(final UnaryOperator<CommunicatorBuilder> placed, final String kind) {
        int rank = -1;
        try (Communicator communicator = placed.apply(builders.get()).build()) {
            rank = communicator.rank();
            return body.run(communicator, kind);
        } catch (final RuntimeException | IOException failure) {
            return fail(rank, failure);
        }
    }

    /** Marked with the rank, unless the launcher does so. */
    private static int fail(final int rank, final Exception failure) {
        final String mark = RankMain.isLaunched() || rank < 0 ? "" : "[" + rank + "] ";
        synchronized (System.err) {
            System.err.println(mark + "jccl: " + Failures.describe(failure));
            if (!Failures.isExpected(failure)) {
                failure.printStackTrace();
            }
        }
        return 1;
    }
}
