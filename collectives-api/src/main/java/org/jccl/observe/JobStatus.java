// SPDX-License-Identifier: Apache-2.0
package org.jccl.observe;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * What all ranks of one communicator do, as JSON lines: flat objects whose field {@code line} says of what they tell. {@code
 * ./jccl status} reads them.
 *
 * @param communicator its name
 * @param number the same on all its ranks, and on no other communicator
 * @param rank the rank that was asked
 * @param size of how many
 * @param hosts on how many hosts
 * @param where by rank, its host and process
 * @param ranks by rank, without those who did not answer
 */
public record JobStatus(
        String communicator,
        long number,
        int rank,
        int size,
        int hosts,
        IntFunction<String> where,
        Map<Integer, RankStatus> ranks) {
    /** Raised whenever a reader of the version before could misread it. */
    private static final int VERSION = 1;
    /** What has lasted so long is explained. */
    private static final long LONG_NS = TimeUnit.SECONDS.toNanos(1);

    private static final long MILLISECOND_NS = 1_000_000;
    private static final long MICROSECOND_NS = 1_000;

    /** The one operation that has lasted longest. */
    private record Oldest(int rank, RankReport.UnderWay operation, long ns) {}

    /** The lines. */
    public String text() {
        final StringBuilder text = new StringBuilder();
        new JsonLine(text)
                .field("line", "communicator")
                .field("version", VERSION)
                .field("name", communicator)
                .field("number", Long.toHexString(number))
                .field("askedRank", rank)
                .field("size", size)
                .field("hosts", hosts)
                .field("problem", problem())
                .end();
        for (int each = 0; each < size; each++) {
            rank(text, each, ranks.get(each));
        }
        return text.toString();
    }

    /** Why the oldest operation stands still, if it has lasted long, else null. */
    private String problem() {
        final Oldest oldest = ranks.entrySet().stream()
                .flatMap(entry -> oldestOf(entry.getKey(), entry.getValue()).stream())
                .max(Comparator.comparingLong(Oldest::ns))
                .orElse(null);
        if (oldest == null || oldest.ns() < LONG_NS) {
            return null;
        }
        final Map<Integer, RankReport> reports = new HashMap<>();
        ranks.forEach((each, status) -> reports.put(each, status.report()));
        final String why = new Standstill(
                        oldest.rank(),
                        oldest.operation(),
                        reports,
                        size,
                        each -> "rank " + each + " (" + where.apply(each) + ")")
                .text();
        return oldest.operation().call() + ": " + why.lines().findFirst().orElse("");
    }

    private static List<Oldest> oldestOf(final int rank, final RankStatus status) {
        final List<RankReport.UnderWay> operations = status.report().underWay();
        return operations.isEmpty() || status.failure() != null
                ? List.of()
                : List.of(new Oldest(rank, operations.get(0), status.inItForNs().get(0)));
    }

    private void rank(final StringBuilder text, final int each, final RankStatus status) {
        final JsonLine line = new JsonLine(text)
                .field("line", "rank")
                .field("rank", each)
                .field("where", where.apply(each))
                .field("answered", status != null);
        if (status == null) {
            line.end();
            return;
        }
        final RankReport.Finished last = status.report().last();
        line.field("done", status.done())
                .field("timed", status.timed())
                .field("failure", status.failure())
                .field("place", status.report().place())
                .field("last", last == null ? null : last.call());
        if (last != null) {
            line.field("lastAgoMs", last.agoNs() / MILLISECOND_NS);
        }
        line.end();
        operations(text, each, status);
        late(text, each, status);
        links(text, each, status);
        latencies(text, each, status);
    }

    private static void operations(final StringBuilder text, final int rank, final RankStatus status) {
        for (int i = 0; i < status.report().underWay().size(); i++) {
            final RankReport.UnderWay operation = status.report().underWay().get(i);
            new JsonLine(text)
                    .field("line", "operation")
                    .field("rank", rank)
                    .field("call", operation.call())
                    .field("begun", operation.begun())
                    .field("forMs", status.inItForNs().get(i) / MILLISECOND_NS)
                    .field(
                            "waitsFor",
                            operation.waits().stream().map(Object::toString).toList())
                    .end();
        }
    }

    private static void late(final StringBuilder text, final int rank, final RankStatus status) {
        for (final Lateness.Straggler straggler : status.late()) {
            new JsonLine(text)
                    .field("line", "late")
                    .field("rank", rank)
                    .field("waitedForRank", straggler.rank())
                    .field("times", straggler.times())
                    .field("waitedUs", straggler.waitedNs() / MICROSECOND_NS)
                    .field("longestUs", straggler.longestNs() / MICROSECOND_NS)
                    .end();
        }
    }

    private static void links(final StringBuilder text, final int rank, final RankStatus status) {
        for (final LinkStatus link : status.links()) {
            new JsonLine(text)
                    .field("line", "link")
                    .field("rank", rank)
                    .field("peer", link.peer())
                    .field("by", link.carrier())
                    .field("sentBytes", link.sentBytes())
                    .field("receivedBytes", link.receivedBytes())
                    .field("sentPerSecond", link.sentPerSecond())
                    .field("receivedPerSecond", link.receivedPerSecond())
                    .end();
        }
    }

    private static void latencies(final StringBuilder text, final int rank, final RankStatus status) {
        for (final LatencyReport latency : status.latencies()) {
            final JsonLine line = new JsonLine(text)
                    .field("line", "latency")
                    .field("rank", rank)
                    .field("collective", latency.kind().collective().toString())
                    .field("upToBytes", latency.kind().upToBytes())
                    .field("by", latency.kind().carrier())
                    .field("tag", latency.kind().tag())
                    .field("operations", latency.operations());
            spread(line, "total", latency.total());
            spread(line, "skew", latency.skew());
            spread(line, "transfer", latency.transfer());
            for (final LatencyReport.Last last :
                    latency.last().subList(0, Math.min(1, latency.last().size()))) {
                line.field("lastRank", last.rank())
                        .field("timesLast", last.times())
                        .field("lastWaitedUs", last.waitedNs() / MICROSECOND_NS);
            }
            line.end();
        }
    }

    private static void spread(final JsonLine line, final String name, final Spread spread) {
        line.field(name + "P50Ns", spread.p50())
                .field(name + "P99Ns", spread.p99())
                .field(name + "P999Ns", spread.p999())
                .field(name + "MaxNs", spread.max());
    }
}
