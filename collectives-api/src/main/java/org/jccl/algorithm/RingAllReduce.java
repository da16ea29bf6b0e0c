// SPDX-License-Identifier: Apache-2.0
package org.jccl.algorithm;

import static org.jccl.schedule.Space.OUTPUT;

import org.jccl.schedule.Collective;
import org.jccl.schedule.Program;
import org.jccl.schedule.Schedule;
import org.jccl.schedule.Shape;

/**
 * The sums travel once around the ring until they are complete, and once more to everyone.
 *
 * <p>A reduce-scatter over the ring, in which a partial sum waits in the place of OUTPUT that its total will take, then
 * an all-gather over the same ring. No rank sends more than any algorithm must.
 *
 * <pre>
 *   reduce-scatter                       all-gather
 *   rank 0   -&gt; c2 -&gt; c1 -&gt; c0 total     -&gt; c3 -&gt; c2 -&gt; c1
 *   rank 1   -&gt; c3 -&gt; c2 -&gt; c1 total     -&gt; c0 -&gt; c3 -&gt; c2
 *   rank 2   -&gt; c0 -&gt; c3 -&gt; c2 total     -&gt; c1 -&gt; c0 -&gt; c3
 *   rank 3   -&gt; c1 -&gt; c0 -&gt; c3 total     -&gt; c2 -&gt; c1 -&gt; c0
 * </pre>
 *
 * <p>rounds: 2(n-1), bytes sent per rank: 2S (n-1)/n
 *
 * <p>Patarasuk and Yuan, Bandwidth optimal all-reduce algorithms for clusters of workstations (2009).
 */
final class RingAllReduce extends NamedAlgorithm {
    RingAllReduce() {
        super(Collective.ALL_REDUCE, "ring", "sums travel around a ring: least traffic, large vectors");
    }

    @Override
    public Cost cost(final Shape shape) {
        final int size = shape.size();
        return new Cost(2 * (size - 1), 2.0 * (size - 1) / size);
    }

    @Override
    Schedule compose(final Shape shape, final int rank) {
        final int size = shape.size();
        final Shape gather = shape.with(Collective.ALL_GATHER).asInPlace();
        return Program.of(size)
                .then(RingReduceScatter.reduceScatter(
                        rank, size, OUTPUT, 0, round -> RingReduceScatter.incoming(rank, round, size)))
                .then(new RingAllGather().schedule(gather, rank))
                .build();
    }
}
