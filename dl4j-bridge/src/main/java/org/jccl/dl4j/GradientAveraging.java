// SPDX-License-Identifier: Apache-2.0
package org.jccl.dl4j;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.jccl.Communicator;
import org.jccl.ReduceOp;
import org.jccl.buffer.BufferView;
import org.jccl.error.InvalidUsageException;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Averages gradients between back-propagation and the updater.
 *
 * <p>The gradient of a batch is a sum, which the updater divides by the size of this rank's batch. The all-reduce averages
 * the sums, which is all where batches are equal: {@code sum / n / b}. Else what comes out is scaled so that the updater's
 * division makes it the sum over all examples by their number; that rounds differently on different ranks, so the replicas
 * are made equal again after the step.
 */
final class GradientAveraging extends BaseTrainingListener {
    private final Communicator world;
    private final Replica replica;
    private final Agreement agreement;
    private final boolean overlap;
    private final Function<INDArray, Buckets> cut;
    /** Of this rank, then of all: examples in the batch, their summed score, the square of their number. */
    private final double[] batch = new double[3];

    private final BufferView batchView = BufferView.of(batch);
    private Buckets buckets;
    private boolean uneven;

    GradientAveraging(
            final Communicator world,
            final Replica replica,
            final Agreement agreement,
            final boolean overlap,
            final Function<INDArray, Buckets> cut) {
        this.world = world;
        this.replica = replica;
        this.agreement = agreement;
        this.overlap = overlap;
        this.cut = cut;
    }

    @Override
    public void onForwardPass(final Model model, final List<INDArray> activations) {
        begin(model);
    }

    @Override
    public void onForwardPass(final Model model, final Map<String, INDArray> activations) {
        begin(model);
    }

    private void begin(final Model model) {
        requireOwn(model);
        if (buckets == null || !buckets.areOf(replica.gradient())) {
            buckets = cut.apply(replica.gradient());
        }
        if (buckets.underWay()) {
            throw new InvalidUsageException(
                    "a back-propagation on rank " + world.rank() + " ended half-way, when part of "
                            + "the gradient was already sent; attach the network again, to a new communicator");
        }
        if (overlap) {
            replica.tap(this::start);
        }
    }

    private void start(final long element) {
        try {
            buckets.finalFrom(element);
        } catch (final RuntimeException failed) {
            replica.untap();
            throw failed;
        }
    }

    @Override
    public void onBackwardPass(final Model model) {
        replica.untap();
    }

    @Override
    public void onGradientCalculation(final Model model) {
        requireOwn(model);
        buckets.finish();
        final int examples = model.batchSize();
        sumBatches(examples, model.score());
        if (model.conf().isMiniBatch()) {
            weigh(examples);
            replica.score(batch[1] / batch[0]);
        } else {
            Gradients.scale(replica, world.size());
        }
    }

    private void sumBatches(final double examples, final double score) {
        batch[0] = examples;
        batch[1] = examples * score;
        batch[2] = examples * examples;
        world.allReduce(batchView, batchView, ReduceOp.SUM);
        uneven = world.size() * batch[2] != batch[0] * batch[0];
    }

    private void weigh(final double examples) {
        if (uneven) {
            Gradients.scale(replica, examples * world.size() / batch[0]);
        }
    }

    @Override
    public void iterationDone(final Model model, final int iteration, final int epoch) {
        if (uneven) {
            agreement.takeRankZeros();
        }
    }

    @Override
    public void onEpochEnd(final Model model) {
        agreement.check();
    }

    private void requireOwn(final Model model) {
        if (model != replica.model()) {
            throw new InvalidUsageException("gradients of a single layer are not averaged; pretrain before the network "
                    + "is attached, on one rank: attaching gives rank 0's parameters to all");
        }
    }
}
