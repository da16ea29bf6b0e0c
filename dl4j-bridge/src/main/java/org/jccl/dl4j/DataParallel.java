// SPDX-License-Identifier: Apache-2.0
package org.jccl.dl4j;

import java.util.Objects;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jccl.Communicator;
import org.jccl.DataType;
import org.jccl.error.InvalidUsageException;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Trains a network on all ranks at once: each holds a replica and fits it to its part of the data, and in every iteration
 * the gradients are averaged before the updater sees them.
 *
 * <pre>
 *   DataParallel.over(world).attach(network);
 *   network.fit(RankShare.of(batches, world), epochs);
 * </pre>
 *
 * <p>So {@code n} ranks take the steps that one process would take with the {@code n} parts of each batch in one, and the
 * network's score is that of the whole batch on every rank. Every rank has to fit equally many batches; they may be of
 * different sizes. Attaching compares the models, and gives rank 0's parameters, state of the updater and iteration count
 * to all. After each epoch the ranks compare what they have.
 *
 * <p><b>Errors.</b> What a collective throws comes out of {@code fit} and names the rank that failed; the communicator is
 * then aborted, and this network has to be attached again, to another communicator. A rank's time from one iteration to the
 * next counts against the communicator's deadline on the others.
 *
 * <p><b>Threads.</b> As the network: one at a time. Nothing else may use the communicator while the network is fitted.
 */
public final class DataParallel {
    private static final long BUCKET_BYTES = 4 << 20;

    private final Communicator world;
    private DataType wire;
    private long bucketBytes = BUCKET_BYTES;
    private boolean overlap = true;
    private int period;

    private DataParallel(final Communicator world) {
        this.world = Objects.requireNonNull(world, "world");
    }

    /** Over these ranks, which all attach the same network in the same way. */
    public static DataParallel over(final Communicator world) {
        return new DataParallel(world);
    }

    /**
     * As what gradients travel, and are summed: {@code FLOAT16} or {@code BFLOAT16} halve what float32 sends. Unless said
     * they travel as they are.
     *
     * @param type a floating type of ND4J's
     */
    public DataParallel wire(final DataType type) {
        if (!type.isFloating() || type == DataType.FLOAT8_E4M3 || type == DataType.FLOAT8_E5M2) {
            throw new InvalidUsageException("gradients cannot travel as " + type + "; float16, bfloat16, float32 can");
        }
        wire = type;
        return this;
    }

    /** Into pieces of how many bytes of the gradient the all-reduce is cut, as far as they are overlapped; 4 MiB unless said. */
    public DataParallel bucketBytes(final long bytes) {
        if (bytes < 1) {
            throw new InvalidUsageException("buckets of " + bytes + " bytes hold nothing");
        }
        bucketBytes = bytes;
        return this;
    }

    /** Whether buckets start while the layers before them are still back-propagated; so unless said. */
    public DataParallel overlap(final boolean whether) {
        overlap = whether;
        return this;
    }

    /**
     * Averages parameters, and the state of the updater, after every {@code iterations} instead of the gradients in each:
     * less is sent, and the curve is no longer that of one process. The score stays each rank's own.
     */
    public DataParallel averageParametersEvery(final int iterations) {
        if (iterations < 1) {
            throw new InvalidUsageException("parameters cannot be averaged every " + iterations + " iterations");
        }
        period = iterations;
        return this;
    }

    /**
     * Makes this rank's network a replica. Called by every rank; the network is initialised.
     *
     * <p>It works through a {@link TrainingListener}: add those of your own with {@code addListeners}, since
     * {@code setListeners} would take this one away.
     *
     * @throws InvalidUsageException if the ranks' networks differ; the message says in what
     */
    public void attach(final MultiLayerNetwork network) {
        network.addListeners(averaging(new NetworkReplica(network)));
    }

    /** As {@link #attach(MultiLayerNetwork)}. */
    public void attach(final ComputationGraph graph) {
        graph.addListeners(averaging(new GraphReplica(graph)));
    }

    private TrainingListener averaging(final Replica replica) {
        if (period > 0 && wire != null) {
            throw new InvalidUsageException("parameters travel as they are; leave out wire(" + wire
                    + ") or averageParametersEvery(" + period + ")");
        }
        final Agreement agreement = new Agreement(world, replica);
        agreement.begin();
        return period > 0
                ? new ParameterAveraging(world, replica, agreement, period)
                : new GradientAveraging(world, replica, agreement, overlap, this::cut);
    }

    private Buckets cut(final INDArray gradient) {
        return Buckets.cut(world, gradient, wire, bucketBytes);
    }
}
