// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jccl.Communicator;
import org.jccl.bench.measure.PerfPlan;
import org.jccl.bench.measure.PerfRun;
import org.jccl.bench.measure.Progress;
import org.jccl.bench.measure.Report;
import org.jccl.bench.pairwise.Diagnosis;
import org.jccl.bench.report.Acceptance;
import org.jccl.bench.report.Reports;

/** What each rank of a perf run does. */
final class PerfRanks implements RanksHere.Body {
    private final PerfOptions options;
    private final PerfPlan plan;
    private final String command;

    /**
     * Refuses options that do not fit together.
     *
     * @param localRank this process's number on its host; -1 if nobody says, or for ranks that are threads
     * @param command line, for the page
     */
    PerfRanks(final PerfOptions options, final int localRank, final String command) {
        this.options = options;
        this.plan = options.plan(localRank);
        this.command = command;
    }

    @Override
    public int run(final Communicator communicator, final String kind) throws IOException {
        final Hosts hosts = Hosts.gather(communicator);
        final Acceptance acceptance = options.expected()
                .map(expected -> new Acceptance(expected, hosts.count()))
                .orElse(null);
        if (communicator.rank() != 0) {
            measure(communicator, hosts, acceptance, row -> {}, Progress.silent());
            return 0;
        }
        try (PerfOutput output = new PerfOutput(options, plan, communicator, kind, hosts, command, acceptance);
                Progress progress = Boolean.getBoolean("jccl.terminal") ? Progress.to(System.err) : Progress.silent()) {
            final Optional<Diagnosis> why = measure(communicator, hosts, acceptance, output, progress);
            output.finish(why);
            return output.wrong() == 0 && why.isEmpty() ? 0 : 1;
        }
    }

    /**
     * Measures, and where less was brought than expected, looks for the reason. The ranks decide alike, since every rank has
     * the slowest one's times.
     */
    private Optional<Diagnosis> measure(
            final Communicator communicator,
            final Hosts hosts,
            final Acceptance acceptance,
            final Report report,
            final Progress progress) {
        final Report all = acceptance == null ? report : new Reports(List.of(report, acceptance));
        new PerfRun(communicator, plan, all, progress).run();
        return acceptance == null || !acceptance.failed()
                ? Optional.empty()
                : Optional.of(hosts.diagnose(communicator, acceptance.expected(), progress));
    }
}
