// SPDX-License-Identifier: Apache-2.0
package org.jccl.examples;

import org.jccl.Communicator;
import org.jccl.ReduceOp;

/** Every rank gives a number and gets the sum of all. Rank and size come from whatever launched the process. */
public final class Ex01HelloAllReduce {
    private Ex01HelloAllReduce() {}

    /** Needs no arguments. */
    public static void main(final String[] args) {
        try (Communicator world = Communicator.builder().build()) {
            final float[] values = {world.rank() + 1};
            world.allReduce(values, ReduceOp.SUM);
            System.out.println("rank " + world.rank() + " of " + world.size() + ": the sum is " + values[0]);
        }
    }
}
