// SPDX-License-Identifier: Apache-2.0
package org.jccl.examples;

import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.jccl.Communicator;
import org.jccl.DataType;

/**
 * Rank 0 makes a model's first parameters and gives them to all. The buffer is a direct one, which the library reads and
 * writes where it lies; its position and limit say what is sent and stay as they are.
 */
public final class Ex03BroadcastParameters {
    private static final int COUNT = 100_000;

    private Ex03BroadcastParameters() {}

    /** Needs no arguments. */
    public static void main(final String[] args) {
        try (Communicator world = Communicator.builder().build()) {
            run(world, System.out);
        }
    }

    static void run(final Communicator world, final PrintStream out) {
        final ByteBuffer parameters =
                ByteBuffer.allocateDirect(COUNT * Float.BYTES).order(ByteOrder.nativeOrder());
        if (world.rank() == 0) {
            final Random random = new Random(42);
            for (int i = 0; i < COUNT; i++) {
                parameters.putFloat(i * Float.BYTES, (float) random.nextGaussian());
            }
        }
        world.broadcast(parameters, DataType.FLOAT32, 0);
        out.printf(
                "rank %d begins with %.6f and ends with %.6f%n",
                world.rank(), at(parameters, 0), at(parameters, COUNT - 1));
    }

    private static float at(final ByteBuffer parameters, final int index) {
        return parameters.getFloat(index * Float.BYTES);
    }
}
