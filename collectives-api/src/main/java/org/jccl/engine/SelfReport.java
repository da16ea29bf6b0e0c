// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.util.List;
import org.jccl.observe.FlightRecorder;
import org.jccl.observe.LatencyStatistics;
import org.jccl.observe.RankReport;
import org.jccl.observe.RankStatus;

/** What this rank does and has done, for who asks. Any thread; stops nobody, see {@link Witness}. */
record SelfReport(Troubles troubles, FlightRecorder recorder, LatencyStatistics latencies, LinkMeter meter) {
    /** More stragglers than a person reads about. */
    private static final int MOST_LATE = 8;

    RankStatus status() {
        final RankReport report = troubles.report().withoutStack();
        final long nowNs = System.nanoTime();
        final Failure failure = troubles.failure();
        return new RankStatus(
                report,
                report.underWay().stream().map(each -> inItForNs(each, nowNs)).toList(),
                entered(report.entered()) - report.underWay().size(),
                failure == null ? null : failure.kind() + ": " + failure.message(),
                recorder.lateness().operations(),
                recorder.lateness().worst(MOST_LATE),
                meter.links(),
                latencies.reports(MOST_LATE));
    }

    private long inItForNs(final RankReport.UnderWay operation, final long nowNs) {
        final FlightRecorder.Entry entry = recorder.find(operation.lane(), operation.sequence());
        return entry == null ? 0 : Math.max(0, nowNs - entry.enteredNs());
    }

    private static long entered(final List<Long> byLane) {
        return byLane.stream().mapToLong(Long::longValue).sum();
    }
}
