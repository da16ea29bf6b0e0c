// SPDX-License-Identifier: Apache-2.0
package org.jccl.examples.dl4j;

import java.io.PrintStream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.jccl.Communicator;
import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.buffer.BufferView;

/**
 * All-reduces memory that JavaCPP points to, where it lies. So it is for every library with bindings by JavaCPP: a tensor of
 * its PyTorch, say, has {@code tensor.data_ptr()} and {@code tensor.numel()}, if {@code tensor.is_contiguous()}.
 *
 * <pre>
 *   ./jccl launch --ranks 2 \
 *     --class-path 'examples/dl4j/target/*:examples/dl4j/target/lib/*' -- org.jccl.examples.dl4j.Ex03JavaCppPointer
 * </pre>
 */
public final class Ex03JavaCppPointer {
    private static final int COUNT = 1_000_000;

    private Ex03JavaCppPointer() {}

    /** Needs no arguments. */
    public static void main(final String[] args) {
        try (Communicator world = Communicator.builder().build()) {
            run(world, System.out);
        }
    }

    static void run(final Communicator world, final PrintStream out) {
        try (FloatPointer gradient = new FloatPointer(COUNT)) {
            for (int i = 0; i < COUNT; i++) {
                gradient.put(i, world.rank() + 1);
            }
            final BufferView view = view(gradient, COUNT, DataType.FLOAT32);
            world.allReduce(view, view, ReduceOp.SUM);
            out.printf("rank %d of %d: the sum is %.1f%n", world.rank(), world.size(), gradient.get(COUNT - 1));
        }
    }

    /** From the pointer's position on; keeps the pointer, and so its memory, reachable while the operation needs it. */
    static BufferView view(final Pointer memory, final long count, final DataType type) {
        final long address = memory.address() + memory.position() * type.sizeBytes();
        return new BufferView().wrapAddress(address, count, type, memory);
    }
}
