// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.pairwise;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Has every rank meet every other once. In each stage all ranks are paired off, one pausing if their number is odd: they
 * sit at a round table, each faces another, and from stage to stage all but the first move on by one seat.
 */
final class Tournament {
    /** Who faces the empty seat pauses. */
    private static final Integer NOBODY = -1;

    private Tournament() {}

    /** Stages of disjoint pairs, as few as can be. */
    static List<List<Pair>> atOnce(final List<Integer> ranks) {
        final List<Integer> seats = new ArrayList<>(ranks);
        if (seats.size() % 2 != 0) {
            seats.add(NOBODY);
        }
        final List<List<Pair>> stages = new ArrayList<>();
        for (int stage = 1; stage < seats.size(); stage++) {
            stages.add(facing(seats));
            Collections.rotate(seats.subList(1, seats.size()), 1);
        }
        return stages;
    }

    /** One pair a stage, in the same order, so that seldom one rank is measured twice in a row. */
    static List<List<Pair>> oneAfterTheOther(final List<Integer> ranks) {
        return atOnce(ranks).stream().flatMap(List::stream).map(List::of).toList();
    }

    private static List<Pair> facing(final List<Integer> seats) {
        final List<Pair> pairs = new ArrayList<>();
        for (int seat = 0; seat < seats.size() / 2; seat++) {
            final Integer one = seats.get(seat);
            final Integer other = seats.get(seats.size() - 1 - seat);
            if (!one.equals(NOBODY) && !other.equals(NOBODY)) {
                pairs.add(Pair.of(one, other));
            }
        }
        return pairs;
    }
}
