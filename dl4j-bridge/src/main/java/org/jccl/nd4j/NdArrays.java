// SPDX-License-Identifier: Apache-2.0
package org.jccl.nd4j;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.jccl.CollectiveRequest;
import org.jccl.Communicator;
import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.buffer.BufferView;
import org.jccl.error.InvalidUsageException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * ND4J's arrays as buffers of collectives: {@link #of} is a view of the memory that the array has, and nothing is copied.
 *
 * <p><b>Which arrays.</b> Those whose elements lie side by side, in c or f order or any other order of the dimensions:
 * whole arrays, rows of a c-ordered matrix, intervals of a vector. Others are refused; {@link #allReduceCopied} copies
 * them, and says so in its name. Elements meet in the order in which they lie, so every rank has to give the same shape in
 * the same ordering.
 *
 * <p><b>Lifetime.</b> A view keeps its array reachable. An array of a workspace must not leave its scope before the
 * operation has ended.
 *
 * <p>No state; any thread, under the rules of {@link Communicator}.
 */
public final class NdArrays {
    private NdArrays() {}

    /**
     * A view of the array's own memory, of any length.
     *
     * @throws InvalidUsageException if there are gaps between its elements, collectives have no such type, or it lies in
     *     the memory of a device
     */
    public static BufferView of(final INDArray array) {
        final DataType type = ElementTypes.of(array.dataType());
        if (array.isEmpty()) {
            return BufferView.ofAddress(0, 0, type);
        }
        requireOnHost();
        requireDense(array);
        // the pointer is that of the whole buffer, also where the array is a part of it
        final long address = array.data().pointer().address() + array.offset() * type.sizeBytes();
        return new BufferView().wrapAddress(address, array.length(), type, array);
    }

    /** In-place all-reduce; returns {@code inPlace}. */
    public static INDArray allReduce(final Communicator world, final INDArray inPlace, final ReduceOp op) {
        final BufferView view = of(inPlace);
        world.allReduce(view, view, op);
        return inPlace;
    }

    /** As {@link #allReduce}, started and not waited for; the request keeps the array reachable. */
    public static CollectiveRequest allReduceAsync(
            final Communicator world, final INDArray inPlace, final ReduceOp op) {
        final BufferView view = of(inPlace);
        return world.allReduceAsync(view, view, op);
    }

    /** In-place broadcast; returns {@code inPlace}. */
    public static INDArray broadcast(final Communicator world, final INDArray inPlace, final int root) {
        final BufferView view = of(inPlace);
        world.broadcast(view, view, root);
        return inPlace;
    }

    /**
     * All-reduce of an array of any strides: copies it, reduces the copy and copies that back, which costs the memory of
     * a second array and two passes over it. Every rank may have strides of its own.
     *
     * @return {@code array}
     */
    public static INDArray allReduceCopied(final Communicator world, final INDArray array, final ReduceOp op) {
        return array.assign(allReduce(world, array.dup('c'), op));
    }

    private static void requireOnHost() {
        if (!Nd4j.getEnvironment().isCPU()) {
            throw new InvalidUsageException(
                    "ND4J's backend keeps arrays in the memory of a device; give the address that "
                            + "AtomicAllocator.getPointer has for the array to gpu-bridge's DeviceBuffer.wrap");
        }
    }

    private static void requireDense(final INDArray array) {
        if (!isDense(array.shape(), array.stride())) {
            throw new InvalidUsageException("the elements of an array of shape " + Arrays.toString(array.shape())
                    + " with strides " + Arrays.toString(array.stride())
                    + " do not lie side by side; give its dup() and "
                    + "assign that back, or use allReduceCopied, which does so");
        }
    }

    /** Whether the strides, least first, are the products of the lengths before them; ones say nothing. */
    static boolean isDense(final long[] shape, final long[] strides) {
        final int[] dimensions = IntStream.range(0, shape.length)
                .filter(dimension -> shape[dimension] != 1)
                .boxed()
                .sorted(Comparator.comparingLong(dimension -> strides[dimension]))
                .mapToInt(Integer::intValue)
                .toArray();
        long expected = 1;
        for (final int dimension : dimensions) {
            if (strides[dimension] != expected) {
                return false;
            }
            expected *= shape[dimension];
        }
        return true;
    }
}
