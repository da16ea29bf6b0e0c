// SPDX-License-Identifier: Apache-2.0
package org.jccl.examples;

import java.io.PrintStream;
import java.util.Arrays;
import org.jccl.Communicator;
import org.jccl.buffer.BufferView;

/**
 * Every rank learns what every rank has. First one number each, all of the same length; then blocks whose lengths those
 * numbers are, with the varying form.
 */
public final class Ex04AllGather {
    private Ex04AllGather() {}

    /** Needs no arguments. */
    public static void main(final String[] args) {
        try (Communicator world = Communicator.builder().build()) {
            run(world, System.out);
        }
    }

    static void run(final Communicator world, final PrintStream out) {
        final long[] mine = {3L * world.rank() + 1};
        final long[] counts = new long[world.size()];
        world.allGather(BufferView.of(mine), BufferView.of(counts));

        final int[] block = new int[(int) mine[0]];
        Arrays.fill(block, world.rank());
        final int[] all = new int[(int) Arrays.stream(counts).sum()];
        world.allGatherV(BufferView.of(block), BufferView.of(all), counts);
        if (world.rank() == 0) {
            out.println("blocks of " + Arrays.toString(counts) + " elements: " + Arrays.toString(all));
        }
    }
}
