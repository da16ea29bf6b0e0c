// SPDX-License-Identifier: Apache-2.0
package org.jccl.examples;

import java.io.PrintStream;
import org.jccl.Communicator;
import org.jccl.buffer.BufferView;

/**
 * Heat spreads along a rod of which every rank holds a piece. In each step neighbours exchange their border cells: a
 * group submits all sends and receives as one, so that their order does not matter and nobody waits for ever.
 */
public final class Ex06HaloExchange {
    private static final int CELLS = 10;
    private static final int STEPS = 500;

    private Ex06HaloExchange() {}

    /** Needs no arguments. */
    public static void main(final String[] args) {
        try (Communicator world = Communicator.builder().build()) {
            run(world, System.out);
        }
    }

    static void run(final Communicator world, final PrintStream out) {
        final int rank = world.rank();
        // one more cell at each end: what the neighbours hold there, or the fixed ends of the rod
        double[] rod = new double[CELLS + 2];
        rod[0] = rank == 0 ? 100 : 0;
        for (int step = 0; step < STEPS; step++) {
            exchange(world, rod);
            rod = spread(rod);
        }
        out.printf("rank %d: from %.3f to %.3f degrees%n", rank, rod[1], rod[CELLS]);
    }

    private static void exchange(final Communicator world, final double[] rod) {
        final int left = world.rank() - 1;
        final int right = world.rank() + 1;
        world.group(() -> {
            if (left >= 0) {
                world.sendAsync(cell(rod, 1), left);
                world.receiveAsync(cell(rod, 0), left);
            }
            if (right < world.size()) {
                world.sendAsync(cell(rod, CELLS), right);
                world.receiveAsync(cell(rod, CELLS + 1), right);
            }
        });
    }

    private static BufferView cell(final double[] rod, final int index) {
        return new BufferView().wrap(rod, index, 1);
    }

    private static double[] spread(final double[] rod) {
        final double[] next = rod.clone();
        for (int cell = 1; cell <= CELLS; cell++) {
            next[cell] = rod[cell] + 0.25 * (rod[cell - 1] - 2 * rod[cell] + rod[cell + 1]);
        }
        return next;
    }
}
