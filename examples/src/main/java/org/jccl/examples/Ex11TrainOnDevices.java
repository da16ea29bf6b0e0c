// SPDX-License-Identifier: Apache-2.0
package org.jccl.examples;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jccl.Communicator;
import org.jccl.ReduceOp;
import org.jccl.buffer.BufferView;
import org.jccl.gpu.CudaBridge;

/**
 * The training of {@link Ex08TrainClassifier} on CUDA devices, with kernels of its own between which the gradients are
 * summed, all in the order of streams; see {@link DeviceTrainer}. Rank i takes device i modulo their number:
 *
 * <pre>
 *   ./jccl launch --ranks 2 -- org.jccl.examples.Ex11TrainOnDevices 20
 * </pre>
 *
 * <p>At the end it makes sure that all ranks have the same network, and that one rank alone would have learnt as much.
 */
public final class Ex11TrainOnDevices {
    private static final int EPOCHS = 20;
    /** A sum that is formed from other parts rounds differently: 3e-8 was seen. */
    private static final double ROUNDING = 1e-5;

    private Ex11TrainOnDevices() {}

    /** The first argument is how many epochs to train; 20 if there is none. */
    public static void main(final String[] args) {
        final String unavailable = CudaBridge.unavailable();
        if (unavailable != null) {
            System.out.println("nothing to train on: " + unavailable);
            return;
        }
        final int epochs = args.length > 0 ? Integer.parseInt(args[0]) : EPOCHS;
        try (Communicator world = Communicator.builder().build();
                Communicator alone = world.split(world.rank(), 0)) {
            final int device = world.rank() % CudaBridge.devices().size();
            final Trained trained = train(world, device, epochs);
            requireSameNetworks(world, trained.network());
            if (world.rank() == 0) {
                System.out.println("all ranks have the same network, to the bit");
                requireSameLosses(train(alone, device, epochs).losses(), trained.losses());
                accuracy(alone, trained.network());
            }
        }
    }

    /** The mean loss of each epoch, and what was learnt. */
    private record Trained(double[] losses, Network network) {}

    private static Trained train(final Communicator world, final int device, final int epochs) {
        final List<Digits.Image> images = new ArrayList<>(Digits.load().training());
        final double[] losses = new double[epochs];
        try (DeviceTrainer trainer = new DeviceTrainer(world, device, images.size())) {
            for (int epoch = 1; epoch <= epochs; epoch++) {
                Collections.shuffle(images, new Random(epoch));
                losses[epoch - 1] = trainer.epoch(images);
                if (world.rank() == 0) {
                    System.out.printf("epoch %2d  loss %.9f  on %d ranks%n", epoch, losses[epoch - 1], world.size());
                }
            }
            return new Trained(losses, trainer.network());
        }
    }

    /** All began with the same bits and have added the same bits, so they must have the same bits. */
    private static void requireSameNetworks(final Communicator world, final Network network) {
        final int[] different = {0};
        for (int layer = 0; layer < network.depth(); layer++) {
            final float[] own = network.layer(layer).parameters();
            final float[] first = own.clone();
            world.broadcast(first, 0);
            different[0] += Arrays.equals(first, own) ? 0 : 1;
        }
        final BufferView count = BufferView.of(different);
        world.allReduce(count, count, ReduceOp.SUM);
        if (different[0] > 0) {
            throw new IllegalStateException(different[0] + " layers are not those of rank 0");
        }
    }

    private static void requireSameLosses(final double[] alone, final double[] together) {
        double greatest = 0;
        for (int epoch = 0; epoch < alone.length; epoch++) {
            greatest = Math.max(greatest, Math.abs(alone[epoch] - together[epoch]));
        }
        System.out.printf("the losses of one rank alone differ by at most %.1e%n", greatest);
        if (greatest > ROUNDING) {
            throw new IllegalStateException("that is more than rounding explains");
        }
    }

    /** By the host, on images that were never learnt from. */
    private static void accuracy(final Communicator alone, final Network network) {
        final double accuracy =
                new Trainer(alone, network).accuracy(Digits.load().test());
        System.out.printf("test accuracy %.2f %%%n", 100 * accuracy);
    }
}
