// SPDX-License-Identifier: Apache-2.0
package org.jccl.examples.dl4j;

import java.io.PrintStream;
import java.time.Duration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jccl.Communicator;
import org.jccl.DataType;
import org.jccl.dl4j.DataParallel;
import org.jccl.dl4j.RankShare;
import org.jccl.examples.Digits;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/**
 * As {@link Ex01TrainNetwork} with convolutions around which a path goes: a {@link ComputationGraph}. The second argument
 * says as what gradients travel; in {@code bfloat16} half the bytes do, and the curve is no longer quite that of one rank.
 *
 * <pre>
 *   OMP_NUM_THREADS=1 ./jccl launch --ranks 2 \
 *     --class-path 'examples/dl4j/target/*:examples/dl4j/target/lib/*' -- org.jccl.examples.dl4j.Ex02TrainGraph 5 bfloat16
 * </pre>
 */
public final class Ex02TrainGraph {
    private static final int EPOCHS = 5;
    private static final int BATCH = 120;
    private static final int CHANNELS = 32;

    private Ex02TrainGraph() {}

    /** The arguments are how many epochs to train, 5 unless said, and the type that travels, float32 unless said. */
    public static void main(final String[] args) {
        final int epochs = args.length > 0 ? Integer.parseInt(args[0]) : EPOCHS;
        final DataType wire = args.length > 1 ? DataType.parse(args[1]) : DataType.FLOAT32;
        try (Communicator world = Communicator.builder().build()) {
            run(world, epochs, wire, System.out);
        }
    }

    static void run(final Communicator world, final int epochs, final DataType wire, final PrintStream out) {
        final DigitBatches digits = DigitBatches.load();
        final ComputationGraph graph = graph();
        DataParallel.over(world).wire(wire).attach(graph);
        final EpochReport together = new EpochReport(digits.perEpoch());
        graph.addListeners(together);
        graph.fit(RankShare.of(digits.training(BATCH), world), epochs);

        if (world.rank() == 0) {
            final ComputationGraph alone = graph();
            final EpochReport aloneReport = new EpochReport(digits.perEpoch());
            alone.addListeners(aloneReport);
            alone.fit(digits.training(BATCH), epochs);
            together.printBeside(aloneReport, world.size(), out);
            out.printf(
                    "test accuracy %.2f %% of %d ranks, %.2f %% of 1%n",
                    100 * graph.evaluate(digits.test()).accuracy(),
                    world.size(),
                    100 * alone.evaluate(digits.test()).accuracy());
        }
        world.timeout(Duration.ofMinutes(10)).barrier();
    }

    private static ComputationGraph graph() {
        final ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Nesterovs(0.05, 0.9))
                .activation(Activation.TANH)
                .convolutionMode(ConvolutionMode.Same)
                .graphBuilder()
                .addInputs("pixels")
                .addLayer("first", convolution(), "pixels")
                .addLayer("second", convolution(), "first")
                .addVertex("both", new ElementWiseVertex(ElementWiseVertex.Op.Add), "first", "second")
                .addLayer("dense", new DenseLayer.Builder().nOut(128).build(), "both")
                .addLayer(
                        "digit",
                        new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                                .nOut(Digits.CLASSES)
                                .activation(Activation.SOFTMAX)
                                .build(),
                        "dense")
                .setOutputs("digit")
                .setInputTypes(InputType.convolutionalFlat(8, 8, 1))
                .build());
        graph.init();
        return graph;
    }

    private static ConvolutionLayer convolution() {
        return new ConvolutionLayer.Builder(3, 3).nOut(CHANNELS).build();
    }
}
