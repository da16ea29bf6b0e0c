// SPDX-License-Identifier: Apache-2.0
package org.jccl.algorithm;

import java.util.List;
import java.util.stream.Collectors;
import org.jccl.schedule.Collective;

/** The catalogue: every algorithm that the library knows. Immutable, any thread. */
public final class Algorithms {
    private static final List<Algorithm> ALL = List.of(
            // all_reduce
            new OneShotAllReduce(),
            new TwoShotAllReduce(),
            new RecursiveDoublingAllReduce(),
            new RabenseifnerAllReduce(),
            new DoubleBinaryTreeAllReduce(),
            new RingAllReduce(),
            new TwoLevelAllReduce(),
            // reduce
            new DirectReduce(),
            new KnomialReduce(2),
            new KnomialReduce(4),
            new DoubleBinaryTreeReduce(),
            new ChainReduce(),
            // broadcast
            new DirectBroadcast(),
            new KnomialBroadcast(2),
            new KnomialBroadcast(4),
            new DoubleBinaryTreeBroadcast(),
            new ChainBroadcast(),
            new TwoLevelBroadcast(),
            // all_gather
            new DirectAllGather(),
            new RecursiveDoublingAllGather(),
            new BruckAllGather(),
            new RingAllGather(),
            new TwoLevelAllGather(),
            // reduce_scatter
            new DirectReduceScatter(),
            new RecursiveHalvingReduceScatter(),
            new RingReduceScatter(),
            // all_to_all
            new DirectAllToAll(),
            new PairwiseAllToAll(),
            new BruckAllToAll(),
            // gather
            new LinearGather(),
            new KnomialGather(2),
            new KnomialGather(4),
            // scatter
            new LinearScatter(),
            new KnomialScatter(2),
            new KnomialScatter(4),
            // barrier
            new DisseminationBarrier());

    private Algorithms() {}

    /** All of them, by collective. */
    public static List<Algorithm> all() {
        return ALL;
    }

    /** Those that perform that collective. */
    public static List<Algorithm> of(final Collective collective) {
        return ALL.stream()
                .filter(algorithm -> algorithm.collective() == collective)
                .toList();
    }

    /**
     * The algorithm of that name, in any case.
     *
     * @throws IllegalArgumentException if there is none; the message lists what there is
     */
    public static Algorithm find(final Collective collective, final String name) {
        for (final Algorithm algorithm : ALL) {
            if (algorithm.collective() == collective && algorithm.name().equalsIgnoreCase(name)) {
                return algorithm;
            }
        }
        final String known = of(collective).stream().map(Algorithm::name).collect(Collectors.joining(", "));
        throw new IllegalArgumentException("no algorithm '" + name + "' for " + collective + "; there are: " + known);
    }
}
