// SPDX-License-Identifier: Apache-2.0
package org.jccl.micrometer;

import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import org.jccl.observe.LatencyKind;
import org.jccl.observe.LatencyReport;
import org.jccl.observe.Lateness;
import org.jccl.observe.RankStatus;
import org.jccl.observe.Spread;

/** Gauges of which there are as many as kinds of operations and stragglers were seen. */
record Rows(MultiGauge durations, MultiGauge waits) {
    private static final double SECOND_NS = 1e9;

    /** Registers those that are new, and takes away those that are not told of any more. */
    void update(final RankStatus status) {
        final List<Row<?>> times = new ArrayList<>();
        for (final LatencyReport report : status.latencies()) {
            final Tags kind = tags(report.kind());
            part(times, kind, "total", report.total());
            part(times, kind, "skew", report.skew());
            part(times, kind, "transfer", report.transfer());
        }
        durations.register(times, true);
        waits.register(status.late().stream().<Row<?>>map(Rows::wait).toList(), true);
    }

    void clear() {
        durations.register(List.of(), true);
        waits.register(List.of(), true);
    }

    private static Tags tags(final LatencyKind kind) {
        return Tags.of(
                "collective", kind.collective().toString(),
                "size", Long.toString(kind.upToBytes()),
                "transport", kind.carrier(),
                "tag", kind.tag());
    }

    private static void part(final List<Row<?>> times, final Tags kind, final String part, final Spread spread) {
        final Tags tags = kind.and("part", part);
        times.add(row(tags.and("quantile", "0.5"), spread.p50()));
        times.add(row(tags.and("quantile", "0.99"), spread.p99()));
        times.add(row(tags.and("quantile", "0.999"), spread.p999()));
        times.add(row(tags.and("quantile", "1"), spread.max()));
    }

    private static Row<?> wait(final Lateness.Straggler straggler) {
        return row(Tags.of("peer", Integer.toString(straggler.rank())), straggler.waitedNs());
    }

    private static Row<?> row(final Tags tags, final long ns) {
        return Row.of(tags, ns / SECOND_NS);
    }
}
