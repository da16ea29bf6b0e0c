// SPDX-License-Identifier: Apache-2.0
package org.jccl.dl4j;

import org.deeplearning4j.nn.api.Trainable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Where a layer's part of the gradient lies in the vector of all. */
final class Gradients {
    private Gradients() {}

    /** The gradient as a vector of rank 1, over the same memory. */
    static INDArray vector(final INDArray gradient) {
        return gradient.reshape(gradient.length());
    }

    static INDArray part(final INDArray vector, final long first, final long count) {
        return vector.get(NDArrayIndex.interval(first, first + count));
    }

    /** The first element of what that layer contributes; -1 if it has no parameters. */
    static long offset(final INDArray gradient, final Trainable layer) {
        final INDArray part = layer.getGradientsViewArray();
        return part == null || part.isEmpty() ? -1 : part.offset() - gradient.offset();
    }

    /**
     * Multiplies what the updater is going to divide by the size of the batch. Batch normalisation's means and variances are
     * in the vector too, but are no gradients, and it leaves those alone.
     */
    static void scale(final Replica replica, final double factor) {
        final INDArray vector = vector(replica.gradient());
        for (final Trainable layer : replica.layers()) {
            long offset = offset(vector, layer);
            for (final var parameter : layer.paramTable(false).entrySet()) {
                final long count = parameter.getValue().length();
                if (offset >= 0 && layer.updaterDivideByMinibatch(parameter.getKey())) {
                    part(vector, offset, count).muli(factor);
                }
                offset += count;
            }
        }
    }
}
