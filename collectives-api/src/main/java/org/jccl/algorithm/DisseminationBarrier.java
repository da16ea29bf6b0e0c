// SPDX-License-Identifier: Apache-2.0
package org.jccl.algorithm;

import org.jccl.pattern.Dissemination;
import org.jccl.schedule.Collective;
import org.jccl.schedule.Program;
import org.jccl.schedule.Schedule;
import org.jccl.schedule.Shape;

/**
 * In every round a rank tells one that is twice as far away all that it has heard.
 *
 * <p>After round k a rank has heard, directly or by way of others, from the 2^(k+1) ranks up to itself; after the last,
 * from all. A signal may leave only when everything before it has been heard, hence the chain of {@code after}.
 *
 * <pre>
 *   round         0       1
 *   rank 0     to 1    to 2
 *   rank 1     to 2    to 3
 *   rank 2     to 3    to 0
 *   rank 3     to 0    to 1
 * </pre>
 *
 * <p>rounds: ceil(log2 n), no data
 *
 * <p>Hensgen, Finkel and Manber, Two algorithms for barrier synchronization (1988).
 */
final class DisseminationBarrier extends NamedAlgorithm {
    DisseminationBarrier() {
        super(Collective.BARRIER, "dissemination", "signals to ranks twice as far in every round");
    }

    @Override
    public Cost cost(final Shape shape) {
        return new Cost(Dissemination.rounds(shape.size()), 0);
    }

    @Override
    Schedule compose(final Shape shape, final int rank) {
        final int size = shape.size();
        return Program.of(1)
                .times(
                        Dissemination.rounds(size),
                        (step, round) -> step.signal()
                                .to(Dissemination.to(rank, round, size))
                                .after(2 * round - 1),
                        (step, round) -> step.await(Dissemination.from(rank, round, size))
                                .after(2 * round - 1))
                .build();
    }
}
