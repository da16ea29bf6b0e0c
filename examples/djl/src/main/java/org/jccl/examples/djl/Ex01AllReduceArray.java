// SPDX-License-Identifier: Apache-2.0
package org.jccl.examples.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jccl.Communicator;
import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.buffer.BufferView;

/**
 * All-reduces an array of DJL's, where PyTorch has it. The gradients of a {@code Block} are such arrays:
 * {@code parameter.getArray().getGradient()} between {@code collector.backward(loss)} and {@code trainer.step()}.
 *
 * <pre>
 *   ./jccl launch --ranks 2 \
 *     --class-path 'examples/djl/target/*:examples/djl/target/lib/*' -- org.jccl.examples.djl.Ex01AllReduceArray
 * </pre>
 */
public final class Ex01AllReduceArray {
    private static final int COUNT = 1_000_000;

    private Ex01AllReduceArray() {}

    /** Needs no arguments. */
    public static void main(final String[] args) {
        try (Communicator world = Communicator.builder().build()) {
            run(world, System.out);
        }
    }

    static void run(final Communicator world, final PrintStream out) {
        try (NDManager manager = NDManager.newBaseManager()) {
            final NDArray array = manager.ones(new Shape(COUNT)).mul(world.rank() + 1);
            final BufferView view = view(array);
            world.allReduce(view, view, ReduceOp.SUM);
            out.printf(
                    "rank %d of %d: the sum is %s, in %s%n",
                    world.rank(),
                    world.size(),
                    array.getFloat(COUNT - 1),
                    manager.getEngine().getEngineName());
        }
    }

    /**
     * A view of the array's own memory. Where an engine can only give a copy, that is refused: the sum would go into the
     * copy and be lost. The array has to be kept until the operation has ended.
     */
    static BufferView view(final NDArray array) {
        final ByteBuffer memory = array.toByteBuffer(true).order(ByteOrder.nativeOrder());
        if (!memory.isDirect()) {
            throw new IllegalArgumentException(
                    "this engine gives copies of its arrays only; use toByteBuffer, all-reduce "
                            + "that, and array.set(buffer)");
        }
        return BufferView.of(memory, DataType.parse(array.getDataType().name()));
    }
}
