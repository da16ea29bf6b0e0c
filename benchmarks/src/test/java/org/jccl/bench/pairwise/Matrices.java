// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.pairwise;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** Links to judge. */
final class Matrices {
    private Matrices() {}

    /** What a link carries. */
    interface Rate {
        double of(int from, int to);
    }

    /** Ranks on hosts of their own, 20 us apart. */
    static Links onHosts(final int ranks, final Rate rate) {
        return links(ranks, 1, rate, latency -> latency);
    }

    /** Ranks by so many a host; {@code latency} changes the usual one. */
    static Links links(final int ranks, final int onEach, final Rate rate, final DoubleUnaryOperator latency) {
        final List<Integer> all = IntStream.range(0, ranks).boxed().toList();
        final List<Link> links = new ArrayList<>();
        for (final int from : all) {
            for (final int to : all) {
                if (from != to) {
                    links.add(link(from, to, from / onEach != to / onEach, rate.of(from, to), latency));
                }
            }
        }
        return new Links(all, all.stream().map(rank -> "node" + rank / onEach).toList(), links);
    }

    private static Link link(
            final int from, final int to, final boolean between, final double gbit, final DoubleUnaryOperator latency) {
        return new Link(
                from,
                to,
                between ? "tcp" : "shm",
                between,
                latency.applyAsDouble(between ? 20 : 0.5),
                gbit,
                List.of(gbit / 2, gbit));
    }
}
