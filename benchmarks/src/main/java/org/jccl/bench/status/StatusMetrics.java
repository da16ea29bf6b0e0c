// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.status;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jccl.bench.report.FlatJson;

/** The status of communicators in Prometheus' text format; the names are those of the meters for Micrometer. */
final class StatusMetrics {
    private static final double SECOND_MS = 1e3;
    private static final double SECOND_US = 1e6;
    private static final double SECOND_NS = 1e9;

    private final GaugeSnapshot.Builder answered =
            gauge("jccl_rank_answered", "1 if the rank has answered, 0 if its process is stopped, busy or gone");
    private final GaugeSnapshot.Builder failed = gauge("jccl_failed", "1 when the communicator has failed there");
    private final GaugeSnapshot.Builder active = gauge("jccl_operations_active", "Operations under way");
    private final GaugeSnapshot.Builder oldest =
            gauge("jccl_operations_active_max_seconds", "How long the oldest operation under way has lasted");
    private final CounterSnapshot.Builder done = counter("jccl_operations", "Operations that have ended");
    private final CounterSnapshot.Builder waited = counter(
            "jccl_waited_seconds", "How long the rank has waited for a peer, in the operations that were timed");
    private final CounterSnapshot.Builder sent = counter("jccl_sent_bytes", "Bytes that the rank has sent to a peer");
    private final CounterSnapshot.Builder received =
            counter("jccl_received_bytes", "Bytes that the rank has received from a peer");
    private final SummarySnapshot.Builder durations = SummarySnapshot.builder()
            .name("jccl_operations_duration_seconds")
            .help("How long operations take, of which how much is waiting for the last rank to enter");

    private StatusMetrics() {}

    /**
     * Those communicators as text; without any, no line.
     *
     * @throws IOException if the job says what cannot be
     */
    static String text(final List<Status> all) throws IOException {
        final StatusMetrics metrics = new StatusMetrics();
        try {
            for (final Status status : all) {
                metrics.add(status);
            }
            return metrics.text();
        } catch (final IllegalArgumentException | IllegalStateException impossible) {
            throw new IOException("the job says what no metric can be: " + impossible.getMessage(), impossible);
        }
    }

    private static GaugeSnapshot.Builder gauge(final String name, final String help) {
        return GaugeSnapshot.builder().name(name).help(help);
    }

    private static CounterSnapshot.Builder counter(final String name, final String help) {
        return CounterSnapshot.builder().name(name).help(help);
    }

    private void add(final Status status) throws IOException {
        // the number tells communicators of one name apart, such as one that failed and that which goes on
        final Labels communicator = Labels.of(
                "communicator",
                status.head().text("name"),
                "number",
                status.head().text("number"));
        for (final FlatJson rank : status.ranks()) {
            rank(status, rank, labels(communicator, rank));
        }
        for (final FlatJson late : status.late()) {
            final Labels peer = labels(communicator, late).add("peer", text(late, "waitedForRank"));
            waited.dataPoint(count(peer, late.number("waitedUs") / SECOND_US));
        }
        for (final FlatJson link : status.links()) {
            final Labels peer =
                    labels(communicator, link).add("peer", text(link, "peer")).add("transport", link.text("by"));
            sent.dataPoint(count(peer, link.number("sentBytes")));
            received.dataPoint(count(peer, link.number("receivedBytes")));
        }
        for (final FlatJson latency : status.latencies()) {
            durations(latency, labels(communicator, latency));
        }
    }

    private static Labels labels(final Labels communicator, final FlatJson line) throws IOException {
        return communicator.add("rank", text(line, "rank"));
    }

    private static String text(final FlatJson line, final String number) throws IOException {
        return Long.toString(line.number(number));
    }

    private void rank(final Status status, final FlatJson rank, final Labels labels) throws IOException {
        final boolean there = Status.hasAnswered(rank);
        answered.dataPoint(value(labels, there ? 1 : 0));
        if (!there) {
            return;
        }
        final List<FlatJson> operations = Status.of(rank, status.operations());
        double longestMs = 0;
        for (final FlatJson operation : operations) {
            longestMs = Math.max(longestMs, operation.number("forMs"));
        }
        done.dataPoint(count(labels, rank.number("done")));
        failed.dataPoint(value(labels, rank.textOrNull("failure") == null ? 0 : 1));
        active.dataPoint(value(labels, operations.size()));
        oldest.dataPoint(value(labels, longestMs / SECOND_MS));
    }

    private void durations(final FlatJson latency, final Labels labels) throws IOException {
        final Labels kind = labels.add("collective", latency.text("collective"))
                .add("size", text(latency, "upToBytes"))
                .add("transport", latency.text("by"))
                .add("tag", latency.text("tag"));
        for (final String part : List.of("total", "skew", "transfer")) {
            durations.dataPoint(SummaryDataPointSnapshot.builder()
                    .labels(kind.add("part", part))
                    .count(latency.number("operations"))
                    .quantiles(Quantiles.of(
                            quantile(latency, 0.5, part + "P50Ns"),
                            quantile(latency, 0.99, part + "P99Ns"),
                            quantile(latency, 0.999, part + "P999Ns"),
                            quantile(latency, 1, part + "MaxNs")))
                    .build());
        }
    }

    private static Quantile quantile(final FlatJson latency, final double share, final String field)
            throws IOException {
        return new Quantile(share, latency.number(field) / SECOND_NS);
    }

    private static GaugeDataPointSnapshot value(final Labels labels, final double value) {
        return GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
    }

    private static CounterDataPointSnapshot count(final Labels labels, final double value) {
        return CounterDataPointSnapshot.builder().labels(labels).value(value).build();
    }

    private String text() throws IOException {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create()
                .write(
                        bytes,
                        MetricSnapshots.of(
                                answered.build(),
                                failed.build(),
                                active.build(),
                                oldest.build(),
                                done.build(),
                                waited.build(),
                                sent.build(),
                                received.build(),
                                durations.build()));
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
