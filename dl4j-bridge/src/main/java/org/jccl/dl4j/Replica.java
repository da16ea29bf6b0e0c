// SPDX-License-Identifier: Apache-2.0
package org.jccl.dl4j;

import java.util.List;
import java.util.function.LongConsumer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.Trainable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A rank's copy of the network: what its two kinds have in common, but no common type for. */
interface Replica {
    Model model();

    /** The gradient of all parameters as one vector, which back-propagation writes; made if there is none yet. */
    INDArray gradient();

    /** What the updater remembers, or null if it remembers nothing. */
    INDArray updaterState();

    /** What must be equal on all ranks, as text. */
    String configuration();

    int iterations();

    int epochs();

    /** Goes on counting from there. */
    void resumeAt(int iterations, int epochs);

    /** Sets what {@code model().score()} returns. */
    void score(double score);

    /** What has parameters, in the order of the vector. */
    List<? extends Trainable> layers();

    /**
     * Until {@link #untap}, tells how far the gradient is final, each time that a layer has been back-propagated: from that
     * element on.
     */
    void tap(LongConsumer finalFrom);

    /** The network is again as it was. */
    void untap();
}
