// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.measure;

import org.jccl.Communicator;

/** Measures a list of subjects over a range of sizes on one rank; every rank runs the same. One thread. */
public final class PerfRun {
    private final Communicator communicator;
    private final AcrossRanks across;
    private final PerfPlan plan;
    private final Report report;
    private final Progress progress;
    private final Timing timing;
    private long wrong;

    /**
     * Over a communicator that stays the caller's.
     *
     * @param report where rows go, of the rank that reports; on the others one that drops them
     */
    public PerfRun(final Communicator communicator, final PerfPlan plan, final Report report, final Progress progress) {
        this.communicator = communicator;
        this.across = new AcrossRanks(communicator);
        this.plan = plan;
        this.report = report;
        this.progress = progress;
        this.timing = new Timing(communicator, plan.effort(), progress);
    }

    /** Measures everything; how many elements were wrong over all ranks and rows. */
    public long run() {
        final long bytes = capacityBytes();
        try (BufferKind.Block first = plan.buffers().allocate(communicator, bytes);
                BufferKind.Block second = plan.buffers().allocate(communicator, bytes)) {
            for (final Subject subject : plan.subjects()) {
                if (communicator.size() >= subject.operation().fewestRanks()) {
                    rows(subject, first, second);
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

    private void rows(final Subject subject, final BufferKind.Block first, final BufferKind.Block second) {
        report.begin(subject);
        long previous = -1;
        for (final long bytes : plan.sizes()) {
            final long elements = subject.elements(bytes, communicator.size());
            if (elements != previous) {
                report.row(row(subject, elements, previous < 0, first, second));
            }
            previous = elements;
        }
    }

    private Row row(
            final Subject subject,
            final long elements,
            final boolean cold,
            final BufferKind.Block first,
            final BufferKind.Block second) {
        final Workload apart = new Workload(communicator, subject, elements, false, first, second);
        final Measurement outOfPlace = measure(subject, elements, apart, cold);
        Measurement inPlace = null;
        if (subject.operation().hasInPlace()) {
            final Workload shared = new Workload(communicator, subject, elements, true, first, second);
            inPlace = measure(subject, elements, shared, false);
        }
        return new Row(subject, communicator.size(), elements, outOfPlace, inPlace);
    }

    /**
     * Checks one call, times many, and out of place checks what the last of them left; in place the timed calls feed on
     * their own results.
     */
    private Measurement measure(
            final Subject subject, final long elements, final Workload workload, final boolean cold) {
        final long bytes = elements * subject.type().sizeBytes();
        progress.row(subject.operation() + " of " + bytes + " bytes");
        workload.prepare();
        if (!plan.check()) {
            return new Measurement(
                    algorithm(subject, bytes, workload.isInPlace()),
                    time(subject, workload, bytes, cold),
                    Measurement.UNCHECKED);
        }
        communicator.barrier();
        workload.run();
        final long before = workload.wrong();
        final Latencies latencies = time(subject, workload, bytes, cold);
        final long after = workload.isInPlace() ? 0 : workload.wrong();
        final long here = across.sum(before + after);
        wrong += here;
        return new Measurement(algorithm(subject, bytes, workload.isInPlace()), latencies, here);
    }

    private String algorithm(final Subject subject, final long bytes, final boolean inPlace) {
        return subject.operation().flow() == Operation.Flow.SHIFTED
                ? "direct"
                : communicator.algorithm(subject.operation().toString(), bytes, inPlace);
    }

    private Latencies time(final Subject subject, final Workload workload, final long bytes, final boolean cold) {
        return timing.measure(workload, subject.operation().selfSynchronising(), bytes, cold);
    }
}
