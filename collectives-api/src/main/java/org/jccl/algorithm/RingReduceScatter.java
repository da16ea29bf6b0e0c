// SPDX-License-Identifier: Apache-2.0
package org.jccl.algorithm;

import static org.jccl.schedule.Space.INPUT;
import static org.jccl.schedule.Space.OUTPUT;
import static org.jccl.schedule.Space.SCRATCH;

import java.util.function.IntUnaryOperator;
import org.jccl.pattern.Ring;
import org.jccl.schedule.Collective;
import org.jccl.schedule.Program;
import org.jccl.schedule.Schedule;
import org.jccl.schedule.Shape;
import org.jccl.schedule.Space;

/**
 * Partial sums travel once around the ring, each ending at the rank it is for.
 *
 * <p>The sum of chunk c starts at the rank after c, as that rank's input, and moves right; every rank that it comes to
 * adds its own input. All links are busy in every round, each with another chunk. A rank receives into one piece of
 * scratch while the piece before it is still leaving.
 *
 * <pre>
 *   round       0     1     2
 *   rank 0   -&gt; c2 -&gt; c1 -&gt; c0 done      each arrow: receive from the left, add the own input
 *   rank 1   -&gt; c3 -&gt; c2 -&gt; c1 done
 *   rank 2   -&gt; c0 -&gt; c3 -&gt; c2 done
 *   rank 3   -&gt; c1 -&gt; c0 -&gt; c3 done
 * </pre>
 *
 * <p>rounds: n-1, bytes sent per rank: S (n-1)/n
 *
 * <p>The bucket algorithm of Barnett, Littlefield, Payne and van de Geijn (1993).
 */
final class RingReduceScatter extends NamedAlgorithm {
    RingReduceScatter() {
        super(Collective.REDUCE_SCATTER, "ring", "partial sums travel around a ring: least traffic, large blocks");
    }

    @Override
    public boolean supports(final Shape shape) {
        return shape.collective() == collective();
    }

    @Override
    public Cost cost(final Shape shape) {
        final int size = shape.size();
        return new Cost(size - 1, (size - 1.0) / size);
    }

    @Override
    Schedule compose(final Shape shape, final int rank) {
        final int size = shape.size();
        if (shape.varying()) {
            // A partial sum needs a piece of scratch as long as its chunk, and only the chunk's own number has that.
            return reduceScatter(rank, size, SCRATCH, size, round -> incoming(rank, round, size));
        }
        return reduceScatter(rank, size, SCRATCH, 2, round -> round % 2);
    }

    /**
     * The ring with the partial sums in a place of choice.
     *
     * @param partials the space where a sum waits to be passed on
     * @param scratch chunks of scratch that this takes
     * @param place in which chunk of that space the sum received in a round waits
     */
    static Schedule reduceScatter(
            final int rank, final int size, final Space partials, final int scratch, final IntUnaryOperator place) {
        final int left = Ring.before(rank, 1, size);
        final int right = Ring.after(rank, 1, size);
        return Program.of(size)
                .scratch(scratch)
                .once(step -> step.send(INPUT, left, 1).to(right))
                .times(
                        size - 2,
                        (step, round) -> step.reduce()
                                .from(left)
                                .local(INPUT, incoming(rank, round, size), 1)
                                .into(partials, place.applyAsInt(round), 1),
                        (step, round) ->
                                step.send(partials, place.applyAsInt(round), 1).to(right))
                .once(step -> step.reduce()
                        .from(left)
                        .local(INPUT, rank, 1)
                        .into(OUTPUT, rank, 1)
                        .last())
                .build();
    }

    /** Which chunk comes from the left in that round. */
    static int incoming(final int rank, final int round, final int size) {
        return Ring.before(rank, round + 2, size);
    }
}
