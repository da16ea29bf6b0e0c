// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jccl.Communicator;
import org.jccl.bench.machine.Machine;
import org.jccl.bench.machine.MachineProbe;
import org.jccl.bench.measure.Overlap;
import org.jccl.bench.measure.PerfPlan;
import org.jccl.bench.measure.Report;
import org.jccl.bench.measure.Row;
import org.jccl.bench.measure.Subject;
import org.jccl.bench.page.HtmlPage;
import org.jccl.bench.pairwise.Diagnosis;
import org.jccl.bench.pairwise.PairwisePage;
import org.jccl.bench.pairwise.PairwiseTable;
import org.jccl.bench.report.Acceptance;
import org.jccl.bench.report.JsonLines;
import org.jccl.bench.report.OverlapTable;
import org.jccl.bench.report.PerfPage;
import org.jccl.bench.report.Reports;
import org.jccl.bench.report.RunPages;
import org.jccl.bench.report.Setting;
import org.jccl.bench.report.Table;

/** What rank 0 shows of a perf run: the table, and whatever files were asked for. One thread. */
final class PerfOutput implements Report, AutoCloseable {
    private final PerfOptions options;
    private final Hosts hosts;
    private final Acceptance acceptance;
    private final JsonLines json;
    private final HtmlPage page;
    private final PerfPage rows;
    private final Report all;
    private long wrong;

    /**
     * Opens all.
     *
     * @param kind what a rank is: {@code processes} or {@code threads}
     * @param acceptance null if nothing is expected
     */
    PerfOutput(
            final PerfOptions options,
            final PerfPlan plan,
            final Communicator communicator,
            final String kind,
            final Hosts hosts,
            final String command,
            final Acceptance acceptance)
            throws IOException {
        this.options = options;
        this.hosts = hosts;
        this.acceptance = acceptance;
        final Machine machine = MachineProbe.probe();
        final Setting setting = new Setting(
                communicator.size(),
                kind,
                transports(communicator),
                options.algorithmName(),
                plan.buffers().description());
        this.json = options.json() == null
                ? null
                : JsonLines.open(Files.newBufferedWriter(options.json()), machine, setting);
        this.page = options.html() == null
                ? null
                : RunPages.begin("jccl perf", Instant.now(), command, List.of(setting.summary(), machine.summary()));
        final List<Report> reports = new ArrayList<>();
        reports.add(
                plan.overlap()
                        ? OverlapTable.open(System.out, machine, setting)
                        : Table.open(System.out, machine, setting));
        if (json != null) {
            reports.add(json);
        }
        this.rows = new PerfPage(acceptance);
        if (page != null) {
            reports.add(rows);
        }
        this.all = new Reports(reports);
    }

    /** What carries what goes to the other ranks. */
    static String transports(final Communicator communicator) {
        return communicator.size() == 1
                ? "none"
                : IntStream.range(0, communicator.size())
                        .filter(peer -> peer != communicator.rank())
                        .mapToObj(communicator::transport)
                        .distinct()
                        .collect(Collectors.joining("+"));
    }

    @Override
    public void begin(final Subject subject) {
        all.begin(subject);
    }

    @Override
    public void skip(final Subject subject, final String reason) {
        all.skip(subject, reason);
    }

    @Override
    public void row(final Row row) {
        all.row(row);
    }

    @Override
    public void overlap(final Overlap row) {
        all.overlap(row);
    }

    @Override
    public void end(final long found) {
        wrong = found;
        all.end(found);
    }

    /** Elements that came out wrong. */
    long wrong() {
        return wrong;
    }

    /** The verdict, if something was expected, and why it is bad, if it is; then the page is written. */
    void finish(final Optional<Diagnosis> why) throws IOException {
        final List<String> findings = why.map(Diagnosis::explanation).orElse(List.of());
        if (acceptance != null) {
            final PairwiseTable table = new PairwiseTable(System.out);
            table.say(acceptance.sentences());
            table.say(findings);
            if (json != null) {
                json.verdict(acceptance, findings);
            }
        }
        if (page != null) {
            writePage(why);
        }
    }

    private void writePage(final Optional<Diagnosis> why) throws IOException {
        if (acceptance != null) {
            acceptance
                    .verdicts()
                    .forEach(verdict ->
                            page.element("p", verdict.ok() ? "ours" : "theirs", acceptance.sentence(verdict)));
        }
        why.ifPresent(diagnosis -> {
            page.section("Why: every pair of hosts, disjoint pairs at once");
            new PairwisePage(page).add(diagnosis);
        });
        rows.addTo(page);
        RunPages.addHosts(page, hosts.byRank());
        page.write(options.html());
    }

    @Override
    public void close() throws IOException {
        if (json != null) {
            json.close();
        }
    }
}
