// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jccl.Communicator;
import org.jccl.CommunicatorBuilder;
import org.jccl.bench.launch.RankMain;
import org.jccl.bench.machine.Machine;
import org.jccl.bench.machine.MachineProbe;
import org.jccl.bench.measure.PerfPlan;
import org.jccl.bench.measure.PerfRun;
import org.jccl.bench.measure.Progress;
import org.jccl.bench.measure.Report;
import org.jccl.bench.report.JsonLines;
import org.jccl.bench.report.OverlapTable;
import org.jccl.bench.report.Reports;
import org.jccl.bench.report.Setting;
import org.jccl.bench.report.Table;
import org.jccl.bootstrap.InMemoryStore;
import org.jccl.bootstrap.Rendezvous;

/** The ranks of a perf run that live in this process: one, or one a thread. */
final class PerfRanks {
    private final PerfOptions options;
    private final PerfPlan plan;
    private final String algorithms;

    /**
     * Refuses options that do not fit together.
     *
     * @param localRank this process's number on its host; -1 if nobody says, or for ranks that are threads
     */
    PerfRanks(final PerfOptions options, final int localRank) {
        this.options = options;
        this.plan = options.plan(localRank);
        this.algorithms = options.algorithms();
    }

    /** Runs the one rank that the environment says this process is; the exit status. */
    int runHere(final UnaryOperator<CommunicatorBuilder> placed) {
        return run(placed, "processes");
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
        final CommunicatorBuilder builder = options.builder();
        if (algorithms != null) {
            builder.algorithms(algorithms);
        }
        int rank = -1;
        try (Communicator communicator = placed.apply(builder).build()) {
            rank = communicator.rank();
            return rank == 0 ? runAndReport(communicator, kind) : runSilently(communicator);
        } catch (final RuntimeException | IOException failure) {
            return fail(rank, failure);
        }
    }

    /** Wrong elements are rank 0's to report: they are summed over all ranks. */
    private int runSilently(final Communicator communicator) {
        try (Progress progress = Progress.silent()) {
            new PerfRun(communicator, plan, new Reports(List.of()), progress).run();
            return 0;
        }
    }

    private int runAndReport(final Communicator communicator, final String kind) throws IOException {
        final Machine machine = MachineProbe.probe();
        final Setting setting = new Setting(
                communicator.size(),
                kind,
                transports(communicator),
                options.algorithmName(),
                plan.buffers().description());
        final Report table = plan.overlap()
                ? OverlapTable.open(System.out, machine, setting)
                : Table.open(System.out, machine, setting);
        try (Progress progress = Boolean.getBoolean("jccl.terminal") ? Progress.to(System.err) : Progress.silent()) {
            if (options.json() == null) {
                return status(new PerfRun(communicator, plan, table, progress).run());
            }
            try (JsonLines json = JsonLines.open(Files.newBufferedWriter(options.json()), machine, setting)) {
                final Report both = new Reports(List.of(table, json));
                return status(new PerfRun(communicator, plan, both, progress).run());
            }
        }
    }

    private static String transports(final Communicator communicator) {
        return communicator.size() == 1
                ? "none"
                : IntStream.range(0, communicator.size())
                        .filter(peer -> peer != communicator.rank())
                        .mapToObj(communicator::transport)
                        .distinct()
                        .collect(Collectors.joining("+"));
    }

    private static int status(final long wrong) {
        return wrong == 0 ? 0 : 1;
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
