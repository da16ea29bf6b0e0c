// SPDX-License-Identifier: Apache-2.0
package org.jccl.examples;

import static org.jccl.examples.TrainKernels.at;
import static org.jccl.examples.TrainKernels.number;

import jcuda.driver.CUstream;
import org.jccl.DataType;
import org.jccl.buffer.BufferView;
import org.jccl.gpu.DeviceBuffer;

/** A {@link DenseLayer} in the memory of a device, with what passes through it of one batch; each step is put on a stream. */
final class DeviceLayer implements AutoCloseable {
    private final TrainKernels kernels;
    private final int inputs;
    private final int outputs;
    private final int samples;
    private final DeviceBuffer parameters;
    private final DeviceBuffer gradient;
    private final DeviceBuffer output;
    /** How the loss changes with what the layer sums, before the rectifier. */
    private final DeviceBuffer delta;

    DeviceLayer(final TrainKernels kernels, final int device, final DenseLayer layer, final int samples) {
        this.kernels = kernels;
        this.inputs = layer.inputs();
        this.outputs = layer.outputs();
        this.samples = samples;
        this.parameters = DeviceBuffer.allocate(device, layer.parameters().length, DataType.FLOAT32);
        this.gradient = DeviceBuffer.allocate(device, parameters.count(), DataType.FLOAT32);
        this.output = DeviceBuffer.allocate(device, (long) samples * outputs, DataType.FLOAT32);
        this.delta = DeviceBuffer.allocate(device, output.count(), DataType.FLOAT32);
        parameters.copyFrom(BufferView.of(layer.parameters()));
    }

    DeviceBuffer parameters() {
        return parameters;
    }

    DeviceBuffer gradient() {
        return gradient;
    }

    DeviceBuffer output() {
        return output;
    }

    void forward(final CUstream stream, final DeviceBuffer input, final boolean rectified) {
        kernels.launch(
                stream,
                samples * outputs,
                "dense_forward",
                at(parameters),
                at(input),
                at(output),
                number(samples),
                number(inputs),
                number(outputs),
                number(rectified ? 1 : 0));
    }

    /** As the last layer: adds each sample's loss to {@code losses}. */
    void lose(final CUstream stream, final DeviceBuffer digits, final DeviceBuffer losses) {
        kernels.launch(
                stream,
                samples,
                "softmax_loss",
                at(output),
                at(digits),
                at(delta),
                at(losses),
                number(samples),
                number(outputs));
    }

    /** The gradient, over this rank's samples. */
    void differentiate(final CUstream stream, final DeviceBuffer input) {
        kernels.launch(
                stream,
                (int) gradient.count(),
                "dense_gradient",
                at(delta),
                at(input),
                at(gradient),
                number(samples),
                number(inputs),
                number(outputs));
    }

    /** Goes on to the layer before. */
    void backward(final CUstream stream, final DeviceLayer before) {
        kernels.launch(
                stream,
                samples * inputs,
                "dense_backward",
                at(parameters),
                at(delta),
                at(before.output),
                at(before.delta),
                number(samples),
                number(inputs),
                number(outputs));
    }

    /** One step of gradient descent. */
    void descend(final CUstream stream, final float rate) {
        final int count = (int) parameters.count();
        kernels.launch(stream, count, "descend", at(parameters), at(gradient), number(rate), number(count));
    }

    @Override
    public void close() {
        parameters.close();
        gradient.close();
        output.close();
        delta.close();
    }
}
