// SPDX-License-Identifier: Apache-2.0
package org.jccl.examples;

import java.util.Random;

/** Three fully connected layers with rectifiers between them and softmax with cross-entropy at the end. */
final class Network {
    private final DenseLayer[] layers = {
        new DenseLayer(Digits.PIXELS, 64), new DenseLayer(64, 32), new DenseLayer(32, Digits.CLASSES)
    };

    /** One sample on its way: the input of every layer, then the change of the loss by the output of the latest. */
    static final class Pass {
        private final float[][] inputs;
        private float[] delta;
        private double loss;

        private Pass(final int layers) {
            inputs = new float[layers][];
        }

        /** Cross-entropy, in nats. */
        double loss() {
            return loss;
        }
    }

    static Network initialised(final Random random) {
        final Network network = new Network();
        for (final DenseLayer layer : network.layers) {
            layer.initialise(random);
        }
        return network;
    }

    /** Another one with the same parameters. */
    Network copy() {
        final Network copy = new Network();
        for (int index = 0; index < layers.length; index++) {
            final float[] parameters = layers[index].parameters();
            System.arraycopy(parameters, 0, copy.layers[index].parameters(), 0, parameters.length);
        }
        return copy;
    }

    int depth() {
        return layers.length;
    }

    DenseLayer layer(final int index) {
        return layers[index];
    }

    /** Forward through all layers; the result is ready for {@link #backward} from the last layer on. */
    Pass forward(final Digits.Image image) {
        final Pass pass = new Pass(layers.length);
        float[] values = image.pixels();
        for (int index = 0; index < layers.length; index++) {
            pass.inputs[index] = values;
            values = layers[index].forward(values);
            if (index < layers.length - 1) {
                rectify(values);
            }
        }
        softmax(values);
        pass.loss = -StrictMath.log(Math.max(values[image.digit()], Float.MIN_NORMAL));
        values[image.digit()] -= 1;
        pass.delta = values;
        return pass;
    }

    /** Adds the sample's gradient of one layer to {@code sum}, the last layer first, and goes on to the layer before. */
    void backward(final Pass pass, final int index, final float[] sum) {
        layers[index].addGradient(sum, pass.inputs[index], pass.delta);
        if (index > 0) {
            final float[] delta = layers[index].backward(pass.delta);
            for (int i = 0; i < delta.length; i++) {
                delta[i] = pass.inputs[index][i] > 0 ? delta[i] : 0;
            }
            pass.delta = delta;
        }
    }

    /** The digit that the network sees. */
    int classify(final Digits.Image image) {
        float[] values = image.pixels();
        for (int index = 0; index < layers.length; index++) {
            values = layers[index].forward(values);
            if (index < layers.length - 1) {
                rectify(values);
            }
        }
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }

    private static void rectify(final float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.max(0, values[i]);
        }
    }

    private static void softmax(final float[] values) {
        float greatest = values[0];
        for (final float value : values) {
            greatest = Math.max(greatest, value);
        }
        float sum = 0;
        for (int i = 0; i < values.length; i++) {
            // StrictMath: the same bits on every machine
            values[i] = (float) StrictMath.exp(values[i] - greatest);
            sum += values[i];
        }
        for (int i = 0; i < values.length; i++) {
            values[i] /= sum;
        }
    }
}
