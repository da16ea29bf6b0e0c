// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jccl.bench.measure.Expectation;
import org.jccl.bench.measure.Report;
import org.jccl.bench.measure.Row;
import org.jccl.bench.measure.Subject;

/**
 * Holds the best row of each subject against what the links are expected to carry. What counts is the least that the link of
 * the busiest host has carried in one direction. One thread.
 */
public final class Acceptance implements Report {
    private static final int BITS = 8;

    private final Expectation expected;
    private final int hosts;
    private final Map<Subject, Verdict> verdicts = new LinkedHashMap<>();

    /**
     * The best of one subject.
     *
     * @param gbit what the link has carried, in 10^9 bits a second
     * @param sizeBytes at which size
     */
    public record Verdict(Subject subject, double gbit, long sizeBytes, boolean ok) {}

    /** Nothing is measured yet; the ranks are spread evenly over that many hosts. */
    public Acceptance(final Expectation expected, final int hosts) {
        this.expected = expected;
        this.hosts = hosts;
    }

    @Override
    public void row(final Row row) {
        if (row.subject().operation().movesData()) {
            final double gbit = gbit(row);
            verdicts.merge(
                    row.subject(),
                    new Verdict(row.subject(), gbit, row.sizeBytes(), expected.isMetBy(gbit)),
                    (before, now) -> before.gbit >= now.gbit ? before : now);
        }
    }

    private double gbit(final Row row) {
        final double out = row.algbwGBs(row.outOfPlace().latencies());
        final double in = row.inPlace() == null ? 0 : row.algbwGBs(row.inPlace().latencies());
        return BITS * Math.max(out, in) * row.subject().operation().wireFactor(row.ranks(), hosts);
    }

    /** Whether a subject stayed below at every size. */
    public boolean failed() {
        return verdicts.values().stream().anyMatch(verdict -> !verdict.ok);
    }

    /** One for each subject. */
    public List<Verdict> verdicts() {
        return new ArrayList<>(verdicts.values());
    }

    /** What was expected. */
    public Expectation expected() {
        return expected;
    }

    /** The bus bandwidth in GB/s of a subject whose links carry that much. */
    double busbwGBs(final Subject subject, final int ranks, final double gbit) {
        return gbit
                / BITS
                * subject.operation().busFactor(ranks)
                / subject.operation().wireFactor(ranks, hosts);
    }

    /** What it comes to, a sentence for each subject. */
    public List<String> sentences() {
        return verdicts.values().stream().map(this::sentence).toList();
    }

    /** One of them. */
    public String sentence(final Verdict verdict) {
        return "expected " + expected + ": " + (verdict.ok ? "OK, " : "FAILED, ")
                + verdict.subject.name() + " brings "
                + Figure.gigabits(verdict.gbit) + " Gbit/s (" + expected.percent(verdict.gbit)
                + ") each way over the link of " + (hosts == 1 ? "a rank" : "a host") + ", best at "
                + verdict.sizeBytes + " bytes";
    }
}
