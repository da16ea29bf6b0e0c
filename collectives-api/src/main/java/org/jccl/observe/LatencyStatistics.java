// SPDX-License-Identifier: Apache-2.0
package org.jccl.observe;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jccl.schedule.Collective;

/** The latencies of one communicator, kind by kind. Any thread. */
public final class LatencyStatistics {
    /** A kind takes about 100 KB. Beyond so many, what is new is counted with its collective's largest, without a tag. */
    private static final int MOST_KINDS = 128;

    private static final long ANY_SIZE = Long.MAX_VALUE;

    private final Map<LatencyKind, LatencyRecorder> recorders = new ConcurrentHashMap<>();
    private final int ranks;

    /**
     * Nothing is known yet.
     *
     * @param ranks how many the communicator has
     */
    public LatencyStatistics(final int ranks) {
        this.ranks = ranks;
    }

    /** Where operations of a kind are recorded; to be asked once for many of them. */
    public LatencyRecorder of(final LatencyKind kind) {
        final LatencyRecorder known = recorders.get(kind);
        if (known != null || recorders.size() < MOST_KINDS) {
            return recorders.computeIfAbsent(kind, missing -> new LatencyRecorder(missing, ranks));
        }
        return recorders.computeIfAbsent(rest(kind.collective()), missing -> new LatencyRecorder(missing, ranks));
    }

    private static LatencyKind rest(final Collective collective) {
        return new LatencyKind(collective, ANY_SIZE, "", "");
    }

    /**
     * What is known so far, by collective and size.
     *
     * @param mostLast how many of those that entered last are told of for each
     */
    public List<LatencyReport> reports(final int mostLast) {
        return recorders.values().stream()
                .map(recorder -> recorder.report(mostLast))
                .filter(report -> report.operations() > 0)
                .sorted(Comparator.comparing(
                                (LatencyReport report) -> report.kind().collective())
                        .thenComparingLong(report -> report.kind().upToBytes())
                        .thenComparing(report -> report.kind().carrier())
                        .thenComparing(report -> report.kind().tag()))
                .toList();
    }
}
