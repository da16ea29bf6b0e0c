// SPDX-License-Identifier: Apache-2.0
package org.jccl.algorithm;

import org.jccl.schedule.Collective;
import org.jccl.schedule.Program;
import org.jccl.schedule.Schedule;
import org.jccl.schedule.Shape;

/**
 * Everyone reduces one chunk for everyone, then everyone sends its total to everyone: two messages deep.
 *
 * <p>A direct reduce-scatter, then a direct all-gather. Operands are combined in rank order, so the operator need not be
 * commutative.
 *
 * <pre>
 *   rank 0   a0 a1 a2 a3   -&gt;   t0 = a0+b0+c0+d0   -&gt;   t0 t1 t2 t3
 *   rank 1   b0 b1 b2 b3   -&gt;   t1 = a1+b1+c1+d1   -&gt;   t0 t1 t2 t3
 *   rank 2   c0 c1 c2 c3   -&gt;   t2 = a2+b2+c2+d2   -&gt;   t0 t1 t2 t3
 *   rank 3   d0 d1 d2 d3   -&gt;   t3 = a3+b3+c3+d3   -&gt;   t0 t1 t2 t3
 * </pre>
 *
 * <p>rounds: 2, bytes sent per rank: 2S (n-1)/n
 *
 * <p>Folklore; all pairs in MSCCLang (Cowan et al., 2023).
 */
final class TwoShotAllReduce extends NamedAlgorithm {
    TwoShotAllReduce() {
        super(Collective.ALL_REDUCE, "two_shot", "direct reduce-scatter, then direct all-gather: few ranks, any size");
    }

    @Override
    public boolean rankOrdered() {
        return true;
    }

    @Override
    public Cost cost(final Shape shape) {
        final int size = shape.size();
        return new Cost(2 * Direct.rounds(shape), 2.0 * (size - 1) / size);
    }

    @Override
    Schedule compose(final Shape shape, final int rank) {
        final Shape scatter = shape.with(Collective.REDUCE_SCATTER);
        final Shape gather = shape.with(Collective.ALL_GATHER).asInPlace();
        return Program.of(shape.size())
                .then(new DirectReduceScatter().schedule(scatter, rank))
                .then(new DirectAllGather().schedule(gather, rank))
                .build();
    }
}
