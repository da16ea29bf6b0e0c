// SPDX-License-Identifier: Apache-2.0
package org.jccl.dl4j;

import java.util.Random;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Small networks in float64, where what differs by rounding differs by 1e-15, and something for them to learn. */
final class Networks {
    static final int INPUTS = 36;
    static final int CLASSES = 4;

    private Networks() {}

    static NeuralNetConfiguration.Builder builder(final int seed, final IUpdater updater) {
        return new NeuralNetConfiguration.Builder()
                .seed(seed)
                .dataType(DataType.DOUBLE)
                .updater(updater)
                .l2(1e-3)
                .l1(1e-4)
                .gradientNormalization(GradientNormalization.ClipL2PerLayer)
                .gradientNormalizationThreshold(0.5)
                .activation(Activation.TANH);
    }

    private static OutputLayer output() {
        return new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .build();
    }

    static MultiLayerNetwork layers(final NeuralNetConfiguration.Builder builder, final Layer... hidden) {
        final NeuralNetConfiguration.ListBuilder list = builder.list();
        for (final Layer layer : hidden) {
            list.layer(layer);
        }
        final MultiLayerNetwork network = new MultiLayerNetwork(list.layer(output())
                .setInputType(InputType.convolutionalFlat(6, 6, 1))
                .build());
        network.init();
        return network;
    }

    static MultiLayerNetwork dense(final int seed) {
        return layers(
                builder(seed, new Adam(0.01)),
                new DenseLayer.Builder().nOut(20).build(),
                new DenseLayer.Builder().nOut(12).build());
    }

    static MultiLayerNetwork convolutional(final int seed) {
        return layers(
                builder(seed, new Nesterovs(0.05, 0.9)),
                new ConvolutionLayer.Builder(3, 3).nOut(5).build(),
                new DenseLayer.Builder().nOut(12).build());
    }

    static MultiLayerNetwork normalised(final int seed) {
        return layers(
                builder(seed, new Adam(0.01)),
                new DenseLayer.Builder().nOut(20).build(),
                new BatchNormalization(),
                new DenseLayer.Builder().nOut(12).build());
    }

    static ComputationGraph graph(final int seed) {
        final ComputationGraphConfiguration configuration = builder(seed, new Adam(0.01))
                .graphBuilder()
                .addInputs("in")
                .addLayer("first", new DenseLayer.Builder().nOut(20).build(), "in")
                .addLayer("second", new DenseLayer.Builder().nOut(20).build(), "first")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "first", "second")
                .addLayer("out", output(), "sum")
                .setOutputs("out")
                .setInputTypes(InputType.feedForward(INPUTS))
                .build();
        final ComputationGraph graph = new ComputationGraph(configuration);
        graph.init();
        return graph;
    }

    /** Rows that fall into classes by where their greatest sum of a quarter is. */
    static DataSet data(final int rows) {
        final Random random = new Random(7);
        final INDArray features = Nd4j.create(DataType.DOUBLE, rows, INPUTS);
        final INDArray labels = Nd4j.create(DataType.DOUBLE, rows, CLASSES);
        for (int row = 0; row < rows; row++) {
            final int label = random.nextInt(CLASSES);
            for (int column = 0; column < INPUTS; column++) {
                features.putScalar(row, column, random.nextGaussian() + (column % CLASSES == label ? 1 : 0));
            }
            labels.putScalar(row, label, 1);
        }
        return new DataSet(features, labels);
    }
}
