// SPDX-License-Identifier: Apache-2.0
package org.jccl.examples;

import java.io.PrintStream;
import org.jccl.Communicator;
import org.jccl.ReduceOp;
import org.jccl.buffer.BufferView;
import org.jccl.error.CollectiveException;
import org.jccl.error.InvalidUsageException;
import org.jccl.error.PeerFailedException;

/**
 * What can go wrong and what is left afterwards. A call that makes no sense is refused, and the communicator lives on.
 * Everything else (a rank that died, a deadline, ranks that disagree, an abort) ends the communicator on all ranks with
 * the same reason; {@link Ex09SurviveFailures} shows how those that are left go on.
 */
public final class Ex07Failures {
    private Ex07Failures() {}

    /** Needs no arguments. */
    public static void main(final String[] args) {
        try (Communicator world = Communicator.builder().build()) {
            run(world, System.out);
        }
    }

    static void run(final Communicator world, final PrintStream out) {
        try {
            world.broadcast(new float[1], world.size());
        } catch (final InvalidUsageException refused) {
            out.println("refused: " + refused.getMessage());
        }

        final float[] values = {1};
        world.allReduce(values, ReduceOp.SUM);
        out.printf("rank %d goes on: %.0f ranks are here%n", world.rank(), values[0]);

        try {
            // an abort also ends the ranks that have not yet left the collective before it: all have, once all are here
            world.barrier();
            if (world.rank() == world.size() - 1) {
                world.abort("this rank found a NaN in its loss");
            }
            world.allReduce(BufferView.of(values), BufferView.of(new float[1]), ReduceOp.SUM);
        } catch (final PeerFailedException failed) {
            out.println("rank " + failed.rank() + " is gone: " + failed.getMessage());
        } catch (final CollectiveException ended) {
            out.println("ended: " + ended.getMessage());
        }
    }
}
