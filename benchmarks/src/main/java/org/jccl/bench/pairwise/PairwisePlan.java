// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.pairwise;

import java.util.List;
import java.util.stream.IntStream;
import org.jccl.bench.measure.BufferSource;

/**
 * How pairs are measured, the same on every rank.
 *
 * @param ranks who takes part, at least two
 * @param atOnce whether disjoint pairs are measured at the same time, and not each pair alone
 * @param rounds how often each pair is measured; the best counts, since a slow link is always slow
 * @param mostBytes no message is longer
 * @param timeNs about how long one direction of a pair takes, a round
 * @param buffers what memory the ranks use
 */
public record PairwisePlan(
        List<Integer> ranks, boolean atOnce, int rounds, long mostBytes, long timeNs, BufferSource buffers) {
    /** The bursts before the one that counts, and what that takes over the time. */
    private static final double ALL_BURSTS = 2.2;

    /** Refuses what measures nothing. */
    public PairwisePlan {
        if (rounds < 1) {
            throw new IllegalArgumentException(rounds + " rounds; it takes at least 1");
        }
        if (mostBytes < PairProbe.FIRST_BYTES) {
            throw new IllegalArgumentException("messages of at most " + mostBytes
                    + " bytes measure latency, not bandwidth; --size is at least " + PairProbe.FIRST_BYTES);
        }
    }

    /** All ranks of a communicator. */
    public static List<Integer> all(final int size) {
        return IntStream.range(0, size).boxed().toList();
    }

    List<List<Pair>> stages() {
        return atOnce ? Tournament.atOnce(ranks) : Tournament.oneAfterTheOther(ranks);
    }

    int pairs() {
        return ranks.size() * (ranks.size() - 1) / 2;
    }

    /** About how long it all takes. */
    public double seconds() {
        return rounds * stages().size() * (PairProbe.LATENCY_NS + 2 * ALL_BURSTS * timeNs) / 1e9;
    }

    /** One line. */
    public String summary() {
        return pairs() + " pairs, " + (atOnce ? "disjoint ones at once" : "one after the other") + ", the best of "
                + rounds + (rounds == 1 ? " round" : " rounds");
    }
}
