// SPDX-License-Identifier: Apache-2.0
package org.jccl.examples.dl4j;

import java.io.PrintStream;
import java.time.Duration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jccl.Communicator;
import org.jccl.dl4j.DataParallel;
import org.jccl.dl4j.RankShare;
import org.jccl.examples.Digits;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/**
 * Trains a classifier of handwritten digits on all ranks; two lines make it data-parallel. Then one rank trains it alone,
 * with the whole batches, and the two loss curves are printed beside each other.
 *
 * <pre>
 *   OMP_NUM_THREADS=1 ./jccl launch --ranks 2 \
 *     --class-path 'examples/dl4j/target/*:examples/dl4j/target/lib/*' -- org.jccl.examples.dl4j.Ex01TrainNetwork 10
 * </pre>
 */
public final class Ex01TrainNetwork {
    private static final int EPOCHS = 10;
    private static final int BATCH = 120;
    private static final int HIDDEN = 512;

    private Ex01TrainNetwork() {}

    /** The first argument is how many epochs to train; 10 if there is none. */
    public static void main(final String[] args) {
        final int epochs = args.length > 0 ? Integer.parseInt(args[0]) : EPOCHS;
        try (Communicator world = Communicator.builder().build()) {
            run(world, epochs, System.out);
        }
    }

    static void run(final Communicator world, final int epochs, final PrintStream out) {
        final DigitBatches digits = DigitBatches.load();
        final MultiLayerNetwork network = network();
        DataParallel.over(world).attach(network);
        final EpochReport together = new EpochReport(digits.perEpoch());
        network.addListeners(together);
        network.fit(RankShare.of(digits.training(BATCH), world), epochs);

        if (world.rank() == 0) {
            final MultiLayerNetwork alone = network();
            final EpochReport aloneReport = new EpochReport(digits.perEpoch());
            alone.addListeners(aloneReport);
            alone.fit(digits.training(BATCH), epochs);
            together.printBeside(aloneReport, world.size(), out);
            out.printf(
                    "test accuracy %.2f %% of %d ranks, %.2f %% of 1%n",
                    100 * network.evaluate(digits.test()).accuracy(),
                    world.size(),
                    100 * alone.evaluate(digits.test()).accuracy());
        }
        world.timeout(Duration.ofMinutes(10)).barrier();
    }

    static MultiLayerNetwork network() {
        final MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(1e-3))
                .l2(1e-4)
                .activation(Activation.RELU)
                .list()
                .layer(new DenseLayer.Builder().nIn(Digits.PIXELS).nOut(HIDDEN).build())
                .layer(new DenseLayer.Builder().nOut(HIDDEN).build())
                .layer(new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                        .nOut(Digits.CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        return network;
    }
}
