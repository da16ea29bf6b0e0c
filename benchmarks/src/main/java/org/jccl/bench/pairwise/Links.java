// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.pairwise;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** All links that were measured: both directions of every pair of ranks that took part. Immutable. */
public final class Links {
    private final List<Integer> ranks;
    private final List<String> hosts;
    private final List<Link> all;
    /** By the rank from, then the rank to; null on the diagonal. */
    private final Link[][] grid;

    /**
     * Of ranks that took part.
     *
     * @param ranks who took part, ascending
     * @param hosts the host of every rank of the communicator
     * @param all both directions of every pair of these ranks
     */
    public Links(final List<Integer> ranks, final List<String> hosts, final List<Link> all) {
        this.ranks = List.copyOf(ranks);
        this.hosts = List.copyOf(hosts);
        this.all = List.copyOf(all);
        this.grid = new Link[hosts.size()][hosts.size()];
        all.forEach(link -> grid[link.from()][link.to()] = link);
    }

    List<Integer> ranks() {
        return ranks;
    }

    List<Link> all() {
        return all;
    }

    String host(final int rank) {
        return hosts.get(rank);
    }

    /** How many hosts there are among the ranks that took part. */
    int hosts() {
        return (int) ranks.stream().map(hosts::get).distinct().count();
    }

    /** The link in that direction; null from a rank to itself. */
    Link find(final int from, final int to) {
        return grid[from][to];
    }

    /** All that leave a rank. */
    List<Link> from(final int rank) {
        return all.stream().filter(link -> link.from() == rank).toList();
    }

    /** All that lead to a rank. */
    List<Link> to(final int rank) {
        return all.stream().filter(link -> link.to() == rank).toList();
    }

    /** A rank with its host, as sentences name it. */
    String name(final int rank) {
        return "rank " + rank + " (" + hosts.get(rank) + ")";
    }

    /** A direction, as sentences name it. */
    String name(final Link link) {
        return "from " + name(link.from()) + " to " + name(link.to());
    }

    /** Links that should be equally fast, by what they have in common. */
    Map<String, List<Link>> kinds() {
        return all.stream().collect(Collectors.groupingBy(Link::kind, TreeMap::new, Collectors.toList()));
    }

    /** What a network is judged by: the links between hosts, or all if they are all within one. */
    List<Link> ofTheNetwork() {
        final List<Link> between = all.stream().filter(Link::betweenHosts).toList();
        return between.isEmpty() ? all : between;
    }
}
