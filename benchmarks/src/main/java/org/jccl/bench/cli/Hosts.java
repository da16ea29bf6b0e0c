// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jccl.Communicator;
import org.jccl.bench.machine.HostFacts;
import org.jccl.bench.measure.BufferKind;
import org.jccl.bench.measure.Expectation;
import org.jccl.bench.measure.Progress;
import org.jccl.bench.measure.RankTexts;
import org.jccl.bench.pairwise.Diagnosis;
import org.jccl.bench.pairwise.PairwisePlan;
import org.jccl.bench.pairwise.PairwiseRun;

/**
 * Where the ranks of a run are.
 *
 * @param byRank the host of each
 */
record Hosts(List<HostFacts> byRank) {
    private static final int ROUNDS = 3;
    private static final long MOST_BYTES = 4 << 20;
    private static final long TIME_NS = 50_000_000;

    /** Every rank calls it, in order with the collectives. */
    static Hosts gather(final Communicator communicator) {
        return new Hosts(RankTexts.gather(communicator, HostFacts.here().toText()).stream()
                .map(HostFacts::parse)
                .toList());
    }

    List<String> names() {
        return byRank.stream().map(HostFacts::name).toList();
    }

    /** How many there are. */
    int count() {
        return (int) names().stream().distinct().count();
    }

    /**
     * Measures the links between hosts, to say why a collective is slow: by one rank of each host, and disjoint pairs at
     * once, which do not meet on any host's link. Within one host every rank takes part. Every rank calls it.
     */
    Diagnosis diagnose(final Communicator communicator, final Expectation expected, final Progress progress) {
        final List<Integer> ranks = count() == 1 ? PairwisePlan.all(byRank.size()) : firstOfEach();
        final PairwisePlan plan = new PairwisePlan(ranks, true, ROUNDS, MOST_BYTES, TIME_NS, BufferKind.DIRECT);
        return new PairwiseRun(communicator, plan, names(), progress).run(expected);
    }

    private List<Integer> firstOfEach() {
        final Map<String, Integer> first = new LinkedHashMap<>();
        for (int rank = 0; rank < byRank.size(); rank++) {
            first.putIfAbsent(byRank.get(rank).name(), rank);
        }
        return new ArrayList<>(first.values());
    }
}
