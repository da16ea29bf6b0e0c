// SPDX-License-Identifier: Apache-2.0
package org.jccl.examples;

import java.io.PrintStream;
import java.util.Arrays;
import org.jccl.CollectiveRequest;
import org.jccl.Communicator;
import org.jccl.ReduceOp;
import org.jccl.buffer.BufferView;

/**
 * Computes while an all-reduce is under way. An {@code Async} method returns at once; until the request is done the
 * buffers belong to the operation. A request can be restarted over the same buffers, which allocates nothing.
 */
public final class Ex02Overlap {
    private static final int COUNT = 1 << 20;
    private static final int ROUNDS = 5;

    private Ex02Overlap() {}

    /** Needs no arguments. */
    public static void main(final String[] args) {
        try (Communicator world = Communicator.builder().build()) {
            run(world, System.out);
        }
    }

    static void run(final Communicator world, final PrintStream out) {
        final float[] gradient = new float[COUNT];
        final float[] sum = new float[COUNT];
        Arrays.fill(gradient, world.rank() + 1);

        CollectiveRequest request = world.allReduceAsync(BufferView.of(gradient), BufferView.of(sum), ReduceOp.SUM);
        double computed = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            computed += somethingElse(round);
            request.await();
            if (round < ROUNDS) {
                request = request.restart();
            }
        }
        if (world.rank() == 0) {
            out.printf("%d all-reduces gave %.0f in each element, and meanwhile %.3f%n", ROUNDS, sum[0], computed);
        }
    }

    private static double somethingElse(final int round) {
        double value = 0;
        for (int i = 1; i < 1_000_000; i++) {
            value += 1.0 / ((double) i * i * round);
        }
        return value;
    }
}
