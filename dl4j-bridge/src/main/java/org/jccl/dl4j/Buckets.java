// SPDX-License-Identifier: Apache-2.0
package org.jccl.dl4j;

import java.util.ArrayList;
import java.util.List;
import org.jccl.Communicator;
import org.jccl.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The gradient cut into {@link Bucket}s, from its end: back-propagation writes the last layer's part first. A bucket starts
 * as soon as all of it is there, so all-reduces travel while earlier layers are computed; and narrower types are
 * widened again while later buckets travel.
 */
final class Buckets {
    private final INDArray gradient;
    private final List<Bucket> lastToFirst;
    private int started;

    private Buckets(final INDArray gradient, final List<Bucket> lastToFirst) {
        this.gradient = gradient;
        this.lastToFirst = lastToFirst;
    }

    /** @param wire the type that travels; null for the gradient's own */
    @SuppressWarnings("try") // a scope, closed and not used
    static Buckets cut(final Communicator world, final INDArray gradient, final DataType wire, final long bytes) {
        // what is made here outlives the iteration, so it must not lie in its workspaces
        try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            final INDArray vector = Gradients.vector(gradient);
            final INDArray carried = carrier(vector, wire);
            final long most = Math.max(1, bytes / vector.dataType().width());
            final List<Bucket> buckets = new ArrayList<>();
            for (long end = vector.length(); end > 0; end -= most) {
                final long first = Math.max(0, end - most);
                final INDArray part = Gradients.part(vector, first, end - first);
                buckets.add(new Bucket(
                        world, first, part, carried == vector ? part : Gradients.part(carried, first, end - first)));
            }
            return new Buckets(gradient, buckets);
        }
    }

    private static INDArray carrier(final INDArray vector, final DataType wire) {
        final org.nd4j.linalg.api.buffer.DataType type = wire == null ? vector.dataType() : wireType(wire);
        return type == vector.dataType() ? vector : Nd4j.createUninitialized(type, vector.length());
    }

    private static org.nd4j.linalg.api.buffer.DataType wireType(final DataType wire) {
        switch (wire) {
            case FLOAT16:
                return org.nd4j.linalg.api.buffer.DataType.FLOAT16;
            case BFLOAT16:
                return org.nd4j.linalg.api.buffer.DataType.BFLOAT16;
            case FLOAT32:
                return org.nd4j.linalg.api.buffer.DataType.FLOAT;
            default:
                return org.nd4j.linalg.api.buffer.DataType.DOUBLE;
        }
    }

    /** Whether they are cut out of that very array. */
    boolean areOf(final INDArray other) {
        return gradient == other;
    }

    /** Whether some were started and have not been finished. */
    boolean underWay() {
        return started > 0;
    }

    /** Starts what lies from that element on and has not been started. */
    void finalFrom(final long element) {
        while (started < lastToFirst.size() && lastToFirst.get(started).first() >= element) {
            lastToFirst.get(started).start();
            started++;
        }
    }

    /** All of the gradient is there; on return it is averaged. */
    void finish() {
        finalFrom(0);
        lastToFirst.forEach(Bucket::finish);
        started = 0;
    }
}
