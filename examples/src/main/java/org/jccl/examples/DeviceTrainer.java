// SPDX-License-Identifier: Apache-2.0
package org.jccl.examples;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.JCudaDriver;
import org.jccl.CollectiveRequest;
import org.jccl.Communicator;
import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.buffer.BufferView;
import org.jccl.gpu.DeviceBuffer;
import org.jccl.gpu.DeviceStream;

/**
 * What {@link Trainer} does, on a device: every rank holds the whole network and works on its part of each batch. The
 * processor only puts work on streams, up to a batch ahead of the device.
 *
 * <p><b>Two streams.</b> One goes forward and back through the layers. As soon as it has a layer's gradient, the other sums
 * it over the ranks and descends, while the first goes on to the layer before.
 */
final class DeviceTrainer implements AutoCloseable {
    private static final float RATE = 0.1f;

    private final Communicator world;
    private final Network network;
    private final TrainKernels kernels;
    private final DeviceStream passes;
    private final DeviceStream updates;
    private final CUevent reached = new CUevent();
    private final DeviceBatches data;
    private final DeviceLayer[] layers;
    private final CollectiveRequest[] sums;
    /** By place in a batch, over an epoch. */
    private final DeviceBuffer losses;

    /** With a fresh network, rank 0's on every rank. */
    DeviceTrainer(final Communicator world, final int device, final int images) {
        if (world.size() > Trainer.BATCH) {
            throw new IllegalArgumentException(
                    "a batch of " + Trainer.BATCH + " images cannot be divided among " + world.size() + " ranks");
        }
        this.world = world;
        this.network = Network.initialised(new Random(2));
        this.kernels = new TrainKernels(device);
        this.passes = DeviceStream.create(device);
        this.updates = DeviceStream.create(device);
        this.data = new DeviceBatches(world, device, images);
        this.layers = new DeviceLayer[network.depth()];
        this.sums = new CollectiveRequest[network.depth()];
        this.losses = DeviceBuffer.allocate(device, data.samples(), DataType.FLOAT32);
        TrainKernels.check("cuEventCreate", JCudaDriver.cuEventCreate(reached, CUevent_flags.CU_EVENT_DISABLE_TIMING));
        for (int index = 0; index < layers.length; index++) {
            layers[index] = new DeviceLayer(kernels, device, network.layer(index), data.samples());
            final BufferView parameters = layers[index].parameters().view();
            world.broadcast(parameters, parameters, 0);
        }
    }

    /** Learns from all whole batches; returns the mean loss, the same on every rank. */
    double epoch(final List<Digits.Image> images) {
        data.load(images);
        losses.copyFrom(BufferView.of(new float[data.samples()]));
        for (int batch = 0; batch < data.batches(); batch++) {
            forward(batch);
            backward(batch);
        }
        finish();
        return meanLoss();
    }

    private void forward(final int batch) {
        final int last = layers.length - 1;
        for (int index = 0; index <= last; index++) {
            layers[index].forward(passes.handle(), input(batch, index), index < last);
        }
        layers[last].lose(passes.handle(), data.digits(batch), losses);
    }

    private void backward(final int batch) {
        for (int index = layers.length - 1; index >= 0; index--) {
            layers[index].differentiate(passes.handle(), input(batch, index));
            if (index > 0) {
                layers[index].backward(passes.handle(), layers[index - 1]);
            }
            waitFor(passes, updates);
            sum(index);
            layers[index].descend(updates.handle(), RATE / Trainer.BATCH);
        }
        waitFor(updates, passes);
    }

    private DeviceBuffer input(final int batch, final int index) {
        return index == 0 ? data.pixels(batch) : layers[index - 1].output();
    }

    /** In the stream's order: this does not wait, and what is put on the stream next finds the sum. */
    private void sum(final int index) {
        if (sums[index] == null) {
            final BufferView gradient = layers[index].gradient().view(updates);
            sums[index] = world.allReduceAsync(gradient, gradient, ReduceOp.SUM);
        } else {
            // the batch before: throws if that failed, and keeps the processor from running away from the device
            sums[index].await();
            sums[index].restart();
        }
    }

    /** What is put on {@code later} from now on comes after all that is on {@code earlier} now; nobody waits here. */
    private void waitFor(final DeviceStream earlier, final DeviceStream later) {
        TrainKernels.check("cuEventRecord", JCudaDriver.cuEventRecord(reached, earlier.handle()));
        TrainKernels.check("cuStreamWaitEvent", JCudaDriver.cuStreamWaitEvent(later.handle(), reached, 0));
    }

    private void finish() {
        for (final CollectiveRequest sum : sums) {
            sum.await();
        }
        TrainKernels.check("cuStreamSynchronize", JCudaDriver.cuStreamSynchronize(passes.handle()));
    }

    private double meanLoss() {
        final float[] mine = new float[data.samples()];
        losses.copyTo(BufferView.of(mine));
        final double[] total = {0};
        for (final float loss : mine) {
            total[0] += loss;
        }
        final BufferView view = BufferView.of(total);
        world.allReduce(view, view, ReduceOp.SUM);
        return total[0] / (data.batches() * Trainer.BATCH);
    }

    /** The network as it is now, on the host. */
    Network network() {
        for (int index = 0; index < layers.length; index++) {
            layers[index].parameters().copyTo(BufferView.of(network.layer(index).parameters()));
        }
        return network.copy();
    }

    @Override
    public void close() {
        Arrays.stream(layers).forEach(DeviceLayer::close);
        losses.close();
        data.close();
        passes.close();
        updates.close();
        TrainKernels.check("cuEventDestroy", JCudaDriver.cuEventDestroy(reached));
        kernels.close();
    }
}
