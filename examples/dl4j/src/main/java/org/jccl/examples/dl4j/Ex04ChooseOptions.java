// SPDX-License-Identifier: Apache-2.0
package org.jccl.examples.dl4j;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jccl.Communicator;
import org.jccl.DataType;
import org.jccl.dl4j.DataParallel;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/**
 * How long an iteration takes on this network of computers with and without overlap, and with gradients that travel as
 * they are or half as wide: the median of some, for each.
 *
 * <pre>
 *   OMP_NUM_THREADS=1 ./jccl launch --ranks 2 \
 *     --class-path 'examples/dl4j/target/*:examples/dl4j/target/lib/*' -- org.jccl.examples.dl4j.Ex04ChooseOptions 2048
 * </pre>
 */
public final class Ex04ChooseOptions {
    private static final int WIDTH = 2048;
    private static final int ROWS = 64;
    private static final int WARM_UP = 3;
    private static final int ITERATIONS = 11;

    private Ex04ChooseOptions() {}

    /** The first argument is how wide the three hidden layers are; 2048 if there is none. */
    public static void main(final String[] args) {
        final int width = args.length > 0 ? Integer.parseInt(args[0]) : WIDTH;
        try (Communicator world = Communicator.builder().build()) {
            run(world, width, System.out);
        }
    }

    static void run(final Communicator world, final int width, final PrintStream out) {
        for (final DataType wire : List.of(DataType.FLOAT32, DataType.BFLOAT16, DataType.FLOAT16)) {
            for (final boolean overlap : List.of(false, true)) {
                final MultiLayerNetwork network = network(width);
                DataParallel.over(world).wire(wire).overlap(overlap).attach(network);
                final double ms = millisecondsAnIteration(network);
                if (world.rank() == 0) {
                    out.printf(
                            "%d parameters as %-8s %s overlap: %7.1f ms an iteration%n",
                            network.numParams(), wire, overlap ? "with   " : "without", ms);
                }
            }
        }
    }

    private static double millisecondsAnIteration(final MultiLayerNetwork network) {
        final DataSet rows = new DataSet(Nd4j.rand(ROWS, 64), Nd4j.rand(ROWS, 10));
        final double[] times = new double[ITERATIONS];
        for (int i = -WARM_UP; i < ITERATIONS; i++) {
            final long beganNs = System.nanoTime();
            network.fit(rows);
            if (i >= 0) {
                times[i] = (System.nanoTime() - beganNs) / 1e6;
            }
        }
        Arrays.sort(times);
        return times[ITERATIONS / 2];
    }

    private static MultiLayerNetwork network(final int width) {
        final MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Sgd(1e-3))
                .activation(Activation.RELU)
                .list()
                .layer(new DenseLayer.Builder().nIn(64).nOut(width).build())
                .layer(new DenseLayer.Builder().nOut(width).build())
                .layer(new DenseLayer.Builder().nOut(width).build())
                .layer(new OutputLayer.Builder(LossFunctions.LossFunction.MSE)
                        .nOut(10)
                        .activation(Activation.IDENTITY)
                        .build())
                .build());
        network.init();
        return network;
    }
}
