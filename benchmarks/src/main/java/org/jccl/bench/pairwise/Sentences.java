// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.pairwise;

import static org.jccl.bench.report.Figure.gigabits;
import static org.jccl.bench.report.Figure.micros;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Says what links of one kind come to. */
final class Sentences {
    /** A network of which more is wrong is wrong as a whole. */
    private static final int MOST_ALONE = 10;

    private static final double NS_PER_US = 1e3;

    private final Links links;

    Sentences(final Links links) {
        this.links = links;
    }

    /** The verdict, if there is one, and the facts. */
    List<String> about(final Standard standard) {
        final List<String> all = new ArrayList<>();
        verdict(standard).ifPresent(all::add);
        all.addAll(facts(standard));
        return all;
    }

    /** What there is to know, then whatever stands out. */
    List<String> facts(final Standard standard) {
        final List<String> all = new ArrayList<>();
        all.add(summary(standard));
        all.add(slowest(standard));
        slow(standard, all);
        late(standard, all);
        return all;
    }

    private static String summary(final Standard standard) {
        return standard.kind() + ": " + standard.links().size() + " links, median "
                + gigabits(Medians.of(standard.links(), Link::gbit)) + " Gbit/s and "
                + us(Medians.of(standard.links(), Link::latencyUs));
    }

    private String slowest(final Standard standard) {
        final Link link = standard.links().stream()
                .min(Comparator.comparingDouble(Link::gbit))
                .orElseThrow();
        final ToDoubleFunction<Integer> ofRank = rank -> Medians.of(touching(rank, standard), Link::gbit);
        final int rank = standard.links().stream()
                .map(Link::from)
                .distinct()
                .min(Comparator.comparingDouble(ofRank))
                .orElseThrow();
        return "slowest link " + links.name(link) + ", " + gigabits(link.gbit()) + " Gbit/s; slowest rank "
                + links.name(rank).substring("rank ".length()) + ", median of its links "
                + gigabits(ofRank.applyAsDouble(rank));
    }

    private static List<Link> touching(final int rank, final Standard standard) {
        return standard.links().stream()
                .filter(link -> link.from() == rank || link.to() == rank)
                .toList();
    }

    /** Whether the links carry what is expected; empty if nothing is. */
    Optional<String> verdict(final Standard standard) {
        return Optional.ofNullable(standard.expected())
                .map(expected -> "expected " + expected + ": " + result(standard));
    }

    private static String result(final Standard standard) {
        final int missing = standard.missing().size();
        if (missing == 0) {
            return "OK, every link carries it";
        }
        final String failed = "FAILED, " + missing + " of "
                + standard.links().size() + " links carry less than "
                + gigabits(standard.expected().requiredGbit()) + " Gbit/s";
        return standard.isUsualEnough()
                ? failed
                : failed + "; even good ones carry " + gigabits(standard.usualGbit()) + " ("
                        + standard.expected().percent(standard.usualGbit())
                        + "), so look at what all have in common: MTU, switch, cores, settings";
    }

    private void slow(final Standard standard, final List<String> all) {
        final Suspects suspects = new Suspects(standard.links(), standard::standsOut);
        final String usual = "; usual is " + gigabits(standard.usualGbit());
        bySameHost(suspects.ranks())
                .forEach((ranks, some) -> all.add(ranks + " slow " + some.get(0).how() + ": median "
                        + gigabits(median(some, standard, true)) + " Gbit/s out, "
                        + gigabits(median(some, standard, false)) + " in" + usual));
        suspects.alone().stream()
                .limit(MOST_ALONE)
                .forEach(link -> all.add(
                        "the link " + links.name(link) + " is slow alone: " + gigabits(link.gbit()) + " Gbit/s, back "
                                + gigabits(links.find(link.to(), link.from()).gbit()) + usual));
        addRest(suspects.alone().size(), "slow", all);
    }

    private void late(final Standard standard, final List<String> all) {
        final Suspects suspects = new Suspects(standard.links(), standard::isLate);
        final String usual = "; usual is " + us(standard.usualLatencyUs());
        bySameHost(suspects.ranks())
                .forEach((ranks, some) -> all.add(ranks + " far: median "
                        + us(Medians.of(some.stream()
                                .map(suspect -> Medians.of(touching(suspect.rank(), standard), Link::latencyUs))
                                .toList()))
                        + " to the others" + usual));
        // both directions have the same latency
        final List<Link> alone = suspects.alone().stream()
                .filter(link -> link.from() < link.to())
                .toList();
        alone.stream()
                .limit(MOST_ALONE)
                .forEach(link -> all.add(links.name(link.from()) + " and " + links.name(link.to()) + " are far apart: "
                        + us(link.latencyUs()) + usual));
        addRest(alone.size(), "far", all);
    }

    private static void addRest(final int found, final String what, final List<String> all) {
        if (found > MOST_ALONE) {
            all.add("... and " + (found - MOST_ALONE) + " more that are " + what + " alone");
        }
    }

    /** Whoever sits on one host and is slow alike shares what is wrong there. */
    private Map<String, List<Suspect>> bySameHost(final List<Suspect> suspects) {
        final Map<String, List<Suspect>> groups = suspects.stream()
                .collect(Collectors.groupingBy(
                        suspect -> links.host(suspect.rank()) + suspect.how(),
                        LinkedHashMap::new,
                        Collectors.toList()));
        return groups.values().stream()
                .collect(Collectors.toMap(this::names, some -> some, (a, b) -> a, LinkedHashMap::new));
    }

    private String names(final List<Suspect> some) {
        final int first = some.get(0).rank();
        return some.size() == 1
                ? links.name(first) + " is"
                : some.stream().map(suspect -> "" + suspect.rank()).collect(Collectors.joining(", ", "ranks ", ""))
                        + " (" + links.host(first) + ") are";
    }

    private double median(final List<Suspect> some, final Standard standard, final boolean out) {
        return Medians.of(
                standard.links().stream()
                        .filter(link ->
                                some.stream().anyMatch(suspect -> suspect.rank() == (out ? link.from() : link.to())))
                        .toList(),
                Link::gbit);
    }

    private static String us(final double us) {
        return micros(us * NS_PER_US) + " us";
    }
}
