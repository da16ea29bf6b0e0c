// SPDX-License-Identifier: Apache-2.0
package org.jccl.observe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.jccl.spi.Durations;

/**
 * Why an operation stands still, from what the ranks say they do: who never entered it, who entered something else, who
 * does not answer; or, where all are in it, between whom nothing moves. Where some rank has not even ended an earlier
 * operation, it is that one which stands still.
 */
public final class Standstill {
    private static final int MOST_LINES = 16;

    /** What was asked for. */
    private final RankReport.UnderWay late;
    /** What holds it up: itself, or an earlier one. */
    private final RankReport.UnderWay operation;
    /** Of all ranks, this one included; null for those who did not answer. */
    private final Map<Integer, RankReport> reports;

    private final IntFunction<String> names;
    private final List<Integer> silent = new ArrayList<>();
    private final List<Integer> absent = new ArrayList<>();
    private final List<Integer> elsewhere = new ArrayList<>();
    private final List<Integer> inside = new ArrayList<>();
    private final List<Integer> done = new ArrayList<>();

    /**
     * Sorts the ranks.
     *
     * @param asker the rank that asked
     * @param late what stands still, as that rank sees it
     * @param reports by rank; without those who did not answer
     * @param size how many ranks there are
     * @param names what messages call a rank
     */
    public Standstill(
            final int asker,
            final RankReport.UnderWay late,
            final Map<Integer, RankReport> reports,
            final int size,
            final IntFunction<String> names) {
        this.late = late;
        this.reports = new TreeMap<>(reports);
        this.names = names;
        this.operation = late.peer() >= 0 ? late : earliest();
        if (operation.peer() >= 0) {
            inside.add(asker);
            listForPeer(asker).add(operation.peer());
            return;
        }
        for (int rank = 0; rank < size; rank++) {
            listFor(rank).add(rank);
        }
    }

    private RankReport.UnderWay earliest() {
        return reports.values().stream()
                .flatMap(report -> report.underWay().stream())
                .filter(each -> each.lane() == late.lane() && each.sequence() <= late.sequence())
                .min(Comparator.comparingLong(RankReport.UnderWay::sequence))
                .orElse(late);
    }

    /** Sends and receives are numbered for each pair, so the other end counts as there if it has any with the asker. */
    private List<Integer> listForPeer(final int asker) {
        final RankReport report = reports.get(operation.peer());
        if (report == null) {
            return silent;
        }
        final boolean there =
                report.underWay().stream().anyMatch(each -> each.lane() == operation.lane() && each.peer() == asker);
        return there ? inside : absent;
    }

    private List<Integer> listFor(final int rank) {
        final RankReport report = reports.get(rank);
        if (report == null) {
            return silent;
        }
        if (report.enteredOf(operation.lane()) <= operation.sequence()) {
            return absent;
        }
        final RankReport.UnderWay theirs = report.at(operation.lane(), operation.sequence());
        if (theirs == null) {
            return done;
        }
        return theirs.fingerprint() == operation.fingerprint() ? inside : elsewhere;
    }

    /** The cause in a sentence's second half, then who waits for whom, then where the late ones are. */
    public String text() {
        final String behind = operation.sequence() == late.sequence()
                ? ""
                : ranks(inside) + (inside.size() == 1 ? " is" : " are") + " still in " + operation.call() + ": ";
        return behind + cause() + graph() + stacks();
    }

    private String cause() {
        final StringJoiner causes = new StringJoiner("; ");
        silent.forEach(rank -> causes.add(
                names.apply(rank) + " does not answer: its process is stopped, or its host cannot be reached"));
        final String how = operation.peer() >= 0 ? " has not made the matching call (" : " never entered it (";
        absent.forEach(rank -> causes.add(names.apply(rank) + how + lately(rank) + ")"));
        elsewhere.forEach(rank -> causes.add(names.apply(rank) + " calls "
                + reports.get(rank).at(operation.lane(), operation.sequence()).call() + " instead"));
        if (causes.length() == 0) {
            return "every rank entered it, and " + stuck();
        }
        return causes + waiters();
    }

    private String lately(final int rank) {
        final RankReport report = reports.get(rank);
        final RankReport.Finished last = report.last();
        final String before = report.underWay().isEmpty()
                ? last == null ? "no call yet" : "last: " + last.call() + ", " + Durations.text(last.agoNs()) + " ago"
                : "it is still in " + report.underWay().get(0).call();
        return before + "; its " + report.place();
    }

    private String waiters() {
        final List<Integer> direct = inside.stream()
                .filter(rank -> waits(rank).stream().anyMatch(wait -> !inside.contains(wait.peer())))
                .toList();
        if (inside.isEmpty()) {
            return "";
        }
        return "; " + ranks(inside) + (inside.size() == 1 ? " waits" : " wait")
                + (direct.isEmpty() || direct.size() == inside.size() ? "" : ", " + ranks(direct) + " directly");
    }

    /** Two that wait for each other have a link between them that stands still; else whoever waits for nobody is slow. */
    private String stuck() {
        final List<Integer> held =
                inside.stream().filter(rank -> !hasBegun(rank)).toList();
        if (!held.isEmpty()) {
            return ranks(held) + (held.size() == 1 ? " waits" : " wait")
                    + " for the work before it on a stream of a device";
        }
        for (final int rank : inside) {
            for (final RankReport.Wait wait : waits(rank)) {
                if (done.contains(wait.peer())) {
                    return "what " + ranks(List.of(wait.peer())) + " has sent does not arrive at rank " + rank;
                }
                if (waits(wait.peer()).stream().anyMatch(back -> back.peer() == rank)) {
                    return "nothing moves between rank " + rank + " and rank " + wait.peer();
                }
            }
        }
        final List<Integer> free =
                inside.stream().filter(rank -> waits(rank).isEmpty()).toList();
        return free.isEmpty() ? "each waits for another" : ranks(free) + " did not wait for anybody when asked";
    }

    /** Nothing else under way was submitted before it, on any rank: only a device's stream keeps it from beginning. */
    private boolean hasBegun(final int rank) {
        final RankReport report = reports.get(rank);
        final RankReport.UnderWay theirs = report == null ? null : report.at(operation.lane(), operation.sequence());
        return theirs == null || theirs.begun();
    }

    private List<RankReport.Wait> waits(final int rank) {
        final RankReport report = reports.get(rank);
        final RankReport.UnderWay theirs = report == null ? null : report.at(operation.lane(), operation.sequence());
        return theirs == null ? List.of() : theirs.waits();
    }

    private String graph() {
        final StringBuilder text = new StringBuilder();
        int lines = 0;
        for (final int rank : inside) {
            for (final RankReport.Wait wait : waits(rank)) {
                if (++lines <= MOST_LINES) {
                    text.append("\n  rank ").append(rank).append(" waits for ").append(wait);
                }
            }
        }
        return lines <= MOST_LINES ? text.toString() : text + "\n  and " + (lines - MOST_LINES) + " more waits";
    }

    private String stacks() {
        final StringBuilder text = new StringBuilder();
        for (final int rank : absent) {
            final RankReport report = reports.get(rank);
            if (!report.stack().isEmpty()) {
                text.append("\n  rank ").append(rank).append(", ").append(report.place());
                report.stack().forEach(line -> text.append("\n      at ").append(line));
            }
        }
        return text.toString();
    }

    /** {@code rank 3}, {@code ranks 0-6, 9}. */
    private static String ranks(final List<Integer> some) {
        final StringJoiner text = new StringJoiner(", ", some.size() == 1 ? "rank " : "ranks ", "");
        for (int from = 0; from < some.size(); ) {
            int to = from;
            while (to + 1 < some.size() && some.get(to + 1) == some.get(to) + 1) {
                to++;
            }
            text.add(from == to ? some.get(from).toString() : some.get(from) + "-" + some.get(to));
            from = to + 1;
        }
        return text.toString();
    }
}
