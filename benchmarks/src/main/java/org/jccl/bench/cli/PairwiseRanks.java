// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import org.jccl.Communicator;
import org.jccl.bench.machine.Machine;
import org.jccl.bench.machine.MachineProbe;
import org.jccl.bench.measure.Expectation;
import org.jccl.bench.measure.Progress;
import org.jccl.bench.page.HtmlPage;
import org.jccl.bench.pairwise.Diagnosis;
import org.jccl.bench.pairwise.PairwiseJson;
import org.jccl.bench.pairwise.PairwisePage;
import org.jccl.bench.pairwise.PairwisePlan;
import org.jccl.bench.pairwise.PairwiseRun;
import org.jccl.bench.pairwise.PairwiseTable;
import org.jccl.bench.report.RunPages;

/** What each rank does whose links are measured one by one. */
final class PairwiseRanks implements RanksHere.Body {
    private final IntFunction<PairwisePlan> plans;
    private final Expectation expected;
    private final Path json;
    private final Path html;
    private final String command;

    /**
     * Nothing is measured yet.
     *
     * @param plans for a number of ranks
     * @param expected null if nothing is
     * @param json null for none, as {@code html}
     */
    PairwiseRanks(
            final IntFunction<PairwisePlan> plans,
            final Expectation expected,
            final Path json,
            final Path html,
            final String command) {
        this.plans = plans;
        this.expected = expected;
        this.json = json;
        this.html = html;
        this.command = command;
    }

    /** Refuses so few ranks that there are no pairs, and a plan that measures nothing. */
    PairwisePlan requirePairs(final int ranks) {
        if (ranks < 2) {
            throw new IllegalArgumentException(
                    "a pair takes two ranks, and there is " + ranks + "; start one on each host, or give --ranks");
        }
        return plans.apply(ranks);
    }

    @Override
    public int run(final Communicator communicator, final String kind) throws IOException {
        final PairwisePlan plan = requirePairs(communicator.size());
        final Hosts hosts = Hosts.gather(communicator);
        if (communicator.rank() != 0) {
            new PairwiseRun(communicator, plan, hosts.names(), Progress.silent()).run(expected);
            return 0;
        }
        final List<String> facts = facts(communicator, plan, kind, hosts);
        final Machine machine = MachineProbe.probe();
        final PairwiseTable table = new PairwiseTable(System.out);
        table.say(facts);
        table.say(List.of(
                machine.summary(),
                "this takes about " + String.format(Locale.ROOT, "%.0f", Math.ceil(plan.seconds())) + " s"));
        try (Progress progress = Boolean.getBoolean("jccl.terminal") ? Progress.to(System.err) : Progress.silent()) {
            final Diagnosis diagnosis = new PairwiseRun(communicator, plan, hosts.names(), progress).run(expected);
            table.show(diagnosis);
            write(diagnosis, machine, facts, hosts);
            return diagnosis.failed() ? 1 : 0;
        }
    }

    private static List<String> facts(
            final Communicator communicator, final PairwisePlan plan, final String kind, final Hosts hosts) {
        return List.of(
                communicator.size() + " ranks (" + kind + ") on " + hosts.count()
                        + (hosts.count() == 1 ? " host" : " hosts") + ", transport "
                        + PerfOutput.transports(communicator) + ", buffers "
                        + plan.buffers().description(),
                plan.summary());
    }

    private void write(final Diagnosis diagnosis, final Machine machine, final List<String> facts, final Hosts hosts)
            throws IOException {
        if (json != null) {
            PairwiseJson.write(Files.newBufferedWriter(json), machine, diagnosis);
        }
        if (html != null) {
            final HtmlPage page = RunPages.begin("jccl perf pairwise", Instant.now(), command, facts);
            final PairwisePage part = new PairwisePage(page);
            part.add(diagnosis);
            page.section("Links");
            part.addTable(diagnosis);
            RunPages.addHosts(page, hosts.byRank());
            page.write(html);
        }
    }
}
