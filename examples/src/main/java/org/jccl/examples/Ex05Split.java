// SPDX-License-Identifier: Apache-2.0
package org.jccl.examples;

import java.io.PrintStream;
import org.jccl.Communicator;
import org.jccl.ReduceOp;

/**
 * Divides the ranks into a grid of two columns, as for data parallelism in one direction and model parallelism in the
 * other. Each part is a communicator of its own; parts work side by side and never wait for one another.
 */
public final class Ex05Split {
    private static final int COLUMNS = 2;

    private Ex05Split() {}

    /** Needs no arguments. */
    public static void main(final String[] args) {
        try (Communicator world = Communicator.builder().build()) {
            run(world, System.out);
        }
    }

    static void run(final Communicator world, final PrintStream out) {
        final int row = world.rank() / COLUMNS;
        final int column = world.rank() % COLUMNS;
        try (Communicator rowMates = world.split(row, column);
                Communicator columnMates = world.split(column, row)) {
            final float[] acrossRow = {world.rank()};
            final float[] downColumn = {world.rank()};
            rowMates.allReduce(acrossRow, ReduceOp.SUM);
            columnMates.allReduce(downColumn, ReduceOp.MAX);
            out.printf(
                    "rank %d sits in row %d, column %d: sum of the row %.0f, greatest of the column %.0f%n",
                    world.rank(), row, column, acrossRow[0], downColumn[0]);
        }
    }
}
