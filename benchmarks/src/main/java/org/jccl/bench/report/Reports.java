// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.report;

import java.util.List;
import org.jccl.bench.measure.Overlap;
import org.jccl.bench.measure.Report;
import org.jccl.bench.measure.Row;
import org.jccl.bench.measure.Subject;

/** Several reports of one run. */
public final class Reports implements Report {
    private final List<Report> all;

    /** Each is told everything, in this order. */
    public Reports(final List<Report> all) {
        this.all = List.copyOf(all);
    }

    @Override
    public void begin(final Subject subject) {
        all.forEach(report -> report.begin(subject));
    }

    @Override
    public void skip(final Subject subject, final String reason) {
        all.forEach(report -> report.skip(subject, reason));
    }

    @Override
    public void row(final Row row) {
        all.forEach(report -> report.row(row));
    }

    @Override
    public void overlap(final Overlap row) {
        all.forEach(report -> report.overlap(row));
    }

    @Override
    public void end(final long wrong) {
        all.forEach(report -> report.end(wrong));
    }
}
