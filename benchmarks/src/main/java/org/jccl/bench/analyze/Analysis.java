// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.analyze;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jccl.bench.analyze.RankRecord.Operation;
import org.jccl.bench.analyze.RankRecord.Place;

/**
 * The flight records of one communicator's ranks, laid beside each other: who did not come, who called something else, who
 * came last and by how much, which link was slow. Times of different hosts are compared by their clocks.
 */
final class Analysis {
    /** The lane of sends and receives, which have an order for each pair and cannot be laid beside each other. */
    private static final int POINT_TO_POINT = 2;
    /** Fewer operations say nothing about who is usually late. */
    private static final int ENOUGH = 5;

    private final Map<Integer, RankRecord> records = new TreeMap<>();
    private final int size;

    /** Of one communicator; at least one record. */
    Analysis(final Collection<RankRecord> all) {
        all.forEach(record -> records.put(record.rank(), record));
        size = all.iterator().next().size();
    }

    /**
     * One collective, as all ranks saw it.
     *
     * @param calls what each rank that remembers it called
     * @param last the rank that entered last
     * @param skewUs how long after the first
     * @param tookUs from the last to enter to the last to leave
     * @param ended whether all have left it
     * @param exact whether the times say anything
     */
    record Row(
            Place place,
            Map<Integer, String> calls,
            int last,
            long skewUs,
            long tookUs,
            boolean ended,
            boolean exact) {}

    RankRecord first() {
        return records.values().iterator().next();
    }

    Collection<RankRecord> records() {
        return records.values();
    }

    /** Ranks without a record. */
    List<Integer> missing() {
        return IntStream.range(0, size)
                .filter(rank -> !records.containsKey(rank))
                .boxed()
                .toList();
    }

    /** All collectives, in their order. */
    List<Row> rows() {
        return records.values().stream()
                .flatMap(record -> record.operations().keySet().stream())
                .filter(place -> place.lane() != POINT_TO_POINT)
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .map(this::row)
                .toList();
    }

    private Row row(final Place place) {
        final Map<Integer, String> calls = new TreeMap<>();
        long first = Long.MAX_VALUE;
        long latest = Long.MIN_VALUE;
        long done = 0;
        int last = -1;
        boolean ended = true;
        boolean exact = true;
        for (final RankRecord record : records.values()) {
            final Operation operation = record.operations().get(place);
            if (operation != null) {
                calls.put(record.rank(), operation.call());
                first = Math.min(first, operation.enteredUs());
                last = operation.enteredUs() > latest ? record.rank() : last;
                latest = Math.max(latest, operation.enteredUs());
                done = Math.max(done, operation.doneUs());
                ended &= operation.doneUs() != 0;
                exact &= operation.exact();
            }
        }
        return new Row(place, calls, last, latest - first, Math.max(0, done - latest), ended, exact);
    }

    /** What is wrong, as sentences; empty if nothing is. */
    List<String> findings() {
        final List<String> findings = new ArrayList<>();
        final List<Row> rows = rows();
        rows.stream()
                .filter(row -> new TreeSet<>(row.calls().values()).size() > 1)
                .findFirst()
                .ifPresent(row -> findings.add(disagreement(row)));
        rows.stream().filter(row -> !row.ended()).findFirst().ifPresent(row -> findings.add(unfinished(row)));
        for (final RankRecord record : records.values()) {
            record.operations()
                    .forEach((place, operation) -> operation
                            .waitsFor()
                            .forEach(wait -> findings.add("rank " + record.rank() + " waits for " + wait + ", in "
                                    + operation.call() + " #" + place.sequence())));
        }
        usuallyLast(rows, findings);
        findings.addAll(new LinkRates(records.values()).findings());
        return findings;
    }

    private static String disagreement(final Row row) {
        final Map<String, List<Integer>> byCall = new TreeMap<>();
        row.calls()
                .forEach((rank, call) ->
                        byCall.computeIfAbsent(call, none -> new ArrayList<>()).add(rank));
        return "at #" + row.place().sequence() + " the ranks disagree: "
                + byCall.entrySet().stream()
                        .map(each -> ranks(each.getValue()) + ": " + each.getKey())
                        .collect(Collectors.joining("; "));
    }

    private String unfinished(final Row row) {
        final String call =
                row.calls().values().iterator().next() + " #" + row.place().sequence();
        final Predicate<RankRecord> absent = record -> !row.calls().containsKey(record.rank());
        final String late = records.values().stream()
                .filter(absent)
                .map(record ->
                        "rank " + record.rank() + " (" + record.where() + ") never entered it; its " + record.place())
                .collect(Collectors.joining("; "));
        return call + " did not end: " + (late.isEmpty() ? "every rank with a record entered it" : late);
    }

    /** The rank that was last more often than chance has it. */
    private void usuallyLast(final List<Row> rows, final List<String> findings) {
        final List<Row> whole = rows.stream()
                .filter(row -> row.exact() && row.calls().size() == records.size())
                .toList();
        if (whole.size() < ENOUGH || records.size() < 2) {
            return;
        }
        for (final int rank : records.keySet()) {
            final List<Row> last =
                    whole.stream().filter(row -> row.last() == rank).toList();
            if (last.size() > whole.size() * (1 + records.size()) / (2.0 * records.size())) {
                final long medianUs =
                        last.stream().mapToLong(Row::skewUs).sorted().toArray()[last.size() / 2];
                findings.add("rank " + rank + " (" + records.get(rank).where() + ") was the last to enter "
                        + last.size() + " of " + whole.size() + " operations, by " + medianUs + " us in the median");
            }
        }
    }

    /** {@code rank 3} or {@code ranks 1, 2}. */
    static String ranks(final Collection<Integer> some) {
        return (some.size() == 1 ? "rank " : "ranks ")
                + some.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
