// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.measure;

import org.jccl.Communicator;

/** Measures a list of subjects over a range of sizes on one rank; every rank runs the same. One thread. */
public final class PerfRun {
    private final Communicator communicator;
    private final PerfPlan plan;
    private final Report report;
    private final Progress progress;
    private long wrong;

    /**
     * Over a communicator that stays the caller's.
     *
     * @param report where rows go, of the rank that reports; on the others one that drops them
     */
    public PerfRun(final Communicator communicator, final PerfPlan plan, final Report report, final Progress progress) {
        this.communicator = communicator;
        this.plan = plan;
        this.report = report;
        this.progress = progress;
    }

    /** Measures everything; how many elements were wrong over all ranks and rows. */
    public long run() {
        try (Bench bench = new Bench(communicator, plan.buffers(), capacityBytes(), plan.check(), progress)) {
            for (final Subject subject : plan.subjects()) {
                if (communicator.size() >= subject.operation().fewestRanks()) {
                    rows(subject, bench);
                } else {
                    report.skip(subject, "needs " + subject.operation().fewestRanks() + " ranks");
                }
            }
        }
        report.end(wrong);
        return wrong;
    }

    private long capacityBytes() {
        long bytes = 1;
        for (final Subject subject : plan.subjects()) {
            final long elements = subject.elements(plan.sizes().maxBytes(), communicator.size());
            bytes = Math.max(bytes, elements * subject.type().sizeBytes());
        }
        return bytes;
    }

    private void rows(final Subject subject, final Bench bench) {
        report.begin(subject);
        long previous = -1;
        for (final long bytes : plan.sizes()) {
            final long elements = subject.elements(bytes, communicator.size());
            if (elements != previous) {
                measure(subject, elements, previous < 0, bench);
            }
            previous = elements;
        }
    }

    private void measure(final Subject subject, final long elements, final boolean cold, final Bench bench) {
        if (plan.overlap()) {
            report.overlap(bench.overlap(subject, elements, plan.effort(), cold));
        } else {
            final Row row = row(subject, elements, cold, bench);
            wrong += row.wrong();
            report.row(row);
        }
    }

    private Row row(final Subject subject, final long elements, final boolean cold, final Bench bench) {
        final Measurement apart = bench.measure(subject, elements, false, plan.effort(), cold);
        final Measurement inPlace =
                subject.operation().hasInPlace() ? bench.measure(subject, elements, true, plan.effort(), false) : null;
        return new Row(subject, communicator.size(), elements, apart, inPlace);
    }
}
