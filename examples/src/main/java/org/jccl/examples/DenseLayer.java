// SPDX-License-Identifier: Apache-2.0
package org.jccl.examples;

import java.util.Random;

/** A fully connected layer. Its parameters, and likewise their gradient, lie in one array: a row per output, weights then bias. */
final class DenseLayer {
    private final int inputs;
    private final int outputs;
    private final float[] parameters;
    private final float[] gradient;

    DenseLayer(final int inputs, final int outputs) {
        this.inputs = inputs;
        this.outputs = outputs;
        this.parameters = new float[outputs * (inputs + 1)];
        this.gradient = new float[parameters.length];
    }

    /** He initialisation. */
    void initialise(final Random random) {
        final double deviation = Math.sqrt(2.0 / inputs);
        for (int output = 0; output < outputs; output++) {
            for (int input = 0; input < inputs; input++) {
                parameters[output * (inputs + 1) + input] = (float) (random.nextGaussian() * deviation);
            }
        }
    }

    int inputs() {
        return inputs;
    }

    int outputs() {
        return outputs;
    }

    float[] parameters() {
        return parameters;
    }

    float[] gradient() {
        return gradient;
    }

    float[] forward(final float[] input) {
        final float[] output = new float[outputs];
        for (int o = 0; o < outputs; o++) {
            final int row = o * (inputs + 1);
            float sum = parameters[row + inputs];
            for (int i = 0; i < inputs; i++) {
                sum += parameters[row + i] * input[i];
            }
            output[o] = sum;
        }
        return output;
    }

    /** What a change of the loss by the outputs means for the inputs. */
    float[] backward(final float[] outputDelta) {
        final float[] inputDelta = new float[inputs];
        for (int o = 0; o < outputs; o++) {
            final int row = o * (inputs + 1);
            for (int i = 0; i < inputs; i++) {
                inputDelta[i] += parameters[row + i] * outputDelta[o];
            }
        }
        return inputDelta;
    }

    /** Adds one sample's share of the gradient to {@code sum}. */
    void addGradient(final float[] sum, final float[] input, final float[] outputDelta) {
        for (int o = 0; o < outputs; o++) {
            final int row = o * (inputs + 1);
            for (int i = 0; i < inputs; i++) {
                sum[row + i] += outputDelta[o] * input[i];
            }
            sum[row + inputs] += outputDelta[o];
        }
    }

    /** One step of gradient descent. */
    void descend(final float rate) {
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] -= rate * gradient[i];
        }
    }
}
