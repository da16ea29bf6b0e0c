// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.status;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jccl.bench.report.FlatJson;

/** The status of a communicator as a table: what each rank does, who is waited for, what goes over the links. */
final class StatusTable {
    private static final int MOST_LINKS = 24;
    private static final int MOST_LATE = 8;
    private static final long MILLISECOND_US = 1_000;

    private final PrintWriter out;

    StatusTable(final PrintWriter out) {
        this.out = out;
    }

    void print(final Status status) throws IOException {
        final FlatJson head = status.head();
        out.printf(
                "communicator '%s' (%s): %d ranks on %d host%s; rank %d was asked%n",
                plain(head.text("name")),
                plain(head.text("number")),
                head.number("size"),
                head.number("hosts"),
                head.number("hosts") == 1 ? "" : "s",
                head.number("askedRank"));
        if (head.textOrNull("problem") != null) {
            out.println("  ! " + plain(head.text("problem")));
        }
        out.printf("%n%6s  %-28s %10s  %-10s %s%n", "rank", "where", "done", "for", "now");
        for (final FlatJson rank : status.ranks()) {
            rank(status, rank);
        }
        late(status);
        links(status);
        out.println();
    }

    private void rank(final Status status, final FlatJson rank) throws IOException {
        final String who = String.format("%6d  %-28s", rank.number("rank"), plain(rank.text("where")));
        if (!Status.hasAnswered(rank)) {
            out.printf("%s %10s  %-10s %s%n", who, "?", "", "DOES NOT ANSWER: its process is stopped, busy or gone");
            return;
        }
        final List<FlatJson> operations = Status.of(rank, status.operations());
        if (rank.textOrNull("failure") != null) {
            final String failure = rank.text("failure").lines().findFirst().orElse("");
            out.printf("%s %10d  %-10s %s%n", who, rank.number("done"), "", "FAILED: " + plain(failure));
        } else if (operations.isEmpty()) {
            idle(who, rank);
        } else {
            busy(who, rank, operations);
        }
    }

    private void idle(final String who, final FlatJson rank) throws IOException {
        final String since = rank.has("lastAgoMs") ? Quantities.time(rank.number("lastAgoMs")) : "";
        final String last = rank.textOrNull("last");
        out.printf(
                "%s %10d  %-10s %s%n", who, rank.number("done"), since, "in no call; its " + plain(rank.text("place")));
        if (last != null) {
            out.printf("%60s %s%n", "", "last: " + plain(last));
        }
    }

    private void busy(final String who, final FlatJson rank, final List<FlatJson> operations) throws IOException {
        String begin = String.format("%s %10d", who, rank.number("done"));
        for (final FlatJson operation : operations) {
            final String call = plain(operation.text("call"));
            final boolean begun = "true".equals(operation.textOrNull("begun"));
            out.printf(
                    "%47s  %-10s %s%n",
                    begin, Quantities.time(operation.number("forMs")), begun ? call : call + ", not begun");
            for (final String wait : operation.texts("waitsFor")) {
                out.printf("%60s %s%n", "", "waits for " + plain(wait));
            }
            begin = "";
        }
    }

    // ---- stragglers ----

    /** What all ranks say of one that they waited for. */
    private static final class Straggler {
        private final List<String> by = new ArrayList<>();
        private long times;
        private long waitedUs;
        private long longestUs;
    }

    private void late(final Status status) throws IOException {
        final Map<Long, Straggler> all = new TreeMap<>();
        for (final FlatJson line : status.late()) {
            final Straggler straggler = all.computeIfAbsent(line.number("waitedForRank"), none -> new Straggler());
            straggler.by.add(String.valueOf(line.number("rank")));
            straggler.times += line.number("times");
            straggler.waitedUs += line.number("waitedUs");
            straggler.longestUs = Math.max(straggler.longestUs, line.number("longestUs"));
        }
        if (all.isEmpty()) {
            return;
        }
        long timed = 0;
        for (final FlatJson rank : status.ranks()) {
            timed += rank.number("timed", 0);
        }
        out.printf(
                "%n%6s  %-28s %10s  %-10s %s%n", "late", "longest waited for, of " + timed, "in all", "longest", "by");
        all.entrySet().stream()
                .sorted(Comparator.comparingLong(entry -> -entry.getValue().waitedUs))
                .limit(MOST_LATE)
                .forEach(entry -> late(entry.getKey(), entry.getValue()));
    }

    private void late(final long rank, final Straggler straggler) {
        out.printf(
                "%6d  %-28s %10s  %-10s %s%n",
                rank,
                straggler.times + " times",
                Quantities.time(straggler.waitedUs / MILLISECOND_US),
                Quantities.time(straggler.longestUs / MILLISECOND_US),
                "ranks " + String.join(", ", straggler.by));
    }

    // ---- links ----

    private void links(final Status status) throws IOException {
        if (status.links().isEmpty()) {
            return;
        }
        final List<FlatJson> busiest = new ArrayList<>(status.links());
        busiest.sort(Comparator.comparingLong(StatusTable::weight).reversed());
        out.printf("%n%14s  %-20s %10s  %-10s %10s%n", "link", "by", "sent", "", "received");
        for (final FlatJson link : busiest.subList(0, Math.min(MOST_LINKS, busiest.size()))) {
            out.printf(
                    "%14s  %-20s %10s  %-10s %10s%n",
                    link.number("rank") + " -> " + link.number("peer"),
                    plain(link.text("by")),
                    Quantities.bytes(link.number("sentBytes")),
                    Quantities.rate(link.number("sentPerSecond")),
                    received(status, link));
        }
        if (busiest.size() > MOST_LINKS) {
            out.printf("%14s  and %d more, see --json%n", "", busiest.size() - MOST_LINKS);
        }
    }

    /** What the rank at the other end says of it; the difference is on its way. */
    private static String received(final Status status, final FlatJson link) throws IOException {
        for (final FlatJson other : status.links()) {
            if (other.number("rank") == link.number("peer") && other.number("peer") == link.number("rank")) {
                return Quantities.bytes(other.number("receivedBytes"));
            }
        }
        return "?";
    }

    private static long weight(final FlatJson link) {
        try {
            return link.number("sentPerSecond");
        } catch (final IOException missing) {
            return 0;
        }
    }

    /** What a job says must not steer the terminal. */
    private static String plain(final String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }
}
