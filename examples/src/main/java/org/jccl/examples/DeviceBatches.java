// SPDX-License-Identifier: Apache-2.0
package org.jccl.examples;

import java.util.List;
import org.jccl.Communicator;
import org.jccl.DataType;
import org.jccl.buffer.BufferView;
import org.jccl.gpu.DeviceBuffer;

/** A rank's part of every batch of an epoch, in the memory of its device. */
final class DeviceBatches implements AutoCloseable {
    private final int firstSample;
    private final int samples;
    private final int batches;
    private final DeviceBuffer pixels;
    private final DeviceBuffer digits;

    /** For epochs of that many images, of which it takes all whole batches. */
    DeviceBatches(final Communicator world, final int device, final int images) {
        this.firstSample = Trainer.BATCH * world.rank() / world.size();
        this.samples = Trainer.BATCH * (world.rank() + 1) / world.size() - firstSample;
        this.batches = images / Trainer.BATCH;
        this.pixels = DeviceBuffer.allocate(device, (long) batches * samples * Digits.PIXELS, DataType.FLOAT32);
        this.digits = DeviceBuffer.allocate(device, (long) batches * samples, DataType.INT32);
    }

    /** The next epoch's; all work on the one before has ended. */
    void load(final List<Digits.Image> images) {
        final float[] allPixels = new float[(int) pixels.count()];
        final int[] allDigits = new int[(int) digits.count()];
        for (int i = 0; i < allDigits.length; i++) {
            final Digits.Image image = images.get(i / samples * Trainer.BATCH + firstSample + i % samples);
            System.arraycopy(image.pixels(), 0, allPixels, i * Digits.PIXELS, Digits.PIXELS);
            allDigits[i] = image.digit();
        }
        pixels.copyFrom(BufferView.of(allPixels));
        digits.copyFrom(BufferView.of(allDigits));
    }

    int batches() {
        return batches;
    }

    /** Of this rank in each batch. */
    int samples() {
        return samples;
    }

    DeviceBuffer pixels(final int batch) {
        final long count = (long) samples * Digits.PIXELS;
        return pixels.slice(batch * count, count);
    }

    DeviceBuffer digits(final int batch) {
        return digits.slice((long) batch * samples, samples);
    }

    @Override
    public void close() {
        pixels.close();
        digits.close();
    }
}
