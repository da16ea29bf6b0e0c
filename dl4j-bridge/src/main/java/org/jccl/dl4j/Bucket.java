// SPDX-License-Identifier: Apache-2.0
package org.jccl.dl4j;

import org.jccl.CollectiveRequest;
import org.jccl.Communicator;
import org.jccl.ReduceOp;
import org.jccl.nd4j.NdArrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A piece of the gradient that is averaged in one all-reduce: where it lies, or as a narrower type beside it. */
final class Bucket {
    private final Communicator world;
    private final long first;
    private final INDArray gradient;
    private final INDArray carried;
    private CollectiveRequest request;

    /**
     * @param first the place of its first element in the whole gradient
     * @param carried what travels: {@code gradient} itself, or as many elements of another type
     */
    Bucket(final Communicator world, final long first, final INDArray gradient, final INDArray carried) {
        this.world = world;
        this.first = first;
        this.gradient = gradient;
        this.carried = carried;
    }

    long first() {
        return first;
    }

    void start() {
        if (carried != gradient) {
            carried.assign(gradient);
        }
        if (request == null) {
            request = NdArrays.allReduceAsync(world, carried, ReduceOp.AVG);
        } else {
            request.restart();
        }
    }

    void finish() {
        request.await();
        if (carried != gradient) {
            gradient.assign(carried);
        }
    }
}
