// SPDX-License-Identifier: Apache-2.0
package org.jccl.examples;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jccl.Communicator;

/**
 * Trains a classifier of handwritten digits, data-parallel, with the all-reduce of the gradients overlapped with
 * back-propagation; see {@link Trainer}. Alone or on 2, 4 or 8 ranks it prints the same losses and the same accuracy:
 *
 * <pre>
 *   ./jccl launch --ranks 4 -- org.jccl.examples.Ex08TrainClassifier 20
 * </pre>
 */
public final class Ex08TrainClassifier {
    private static final int EPOCHS = 20;

    private Ex08TrainClassifier() {}

    /** The first argument is how many epochs to train; 20 if there is none. */
    public static void main(final String[] args) {
        final int epochs = args.length > 0 ? Integer.parseInt(args[0]) : EPOCHS;
        // recursive doubling sums over the ranks in a binary tree, as the trainer does over its shards
        try (Communicator world = Communicator.builder()
                .algorithms("allreduce:recursive_doubling")
                .build()) {
            run(world, epochs, System.out);
        }
    }

    static void run(final Communicator world, final int epochs, final PrintStream out) {
        final Digits digits = Digits.load();
        final Trainer trainer = new Trainer(world);
        final List<Digits.Image> images = new ArrayList<>(digits.training());
        for (int epoch = 1; epoch <= epochs; epoch++) {
            Collections.shuffle(images, new Random(epoch));
            final double loss = trainer.epoch(images);
            final double accuracy = trainer.accuracy(digits.test());
            if (world.rank() == 0) {
                out.printf("epoch %2d  loss %.9f  test accuracy %.2f %%%n", epoch, loss, 100 * accuracy);
            }
        }
    }
}
