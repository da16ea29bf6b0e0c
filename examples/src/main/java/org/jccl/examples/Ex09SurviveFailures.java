// SPDX-License-Identifier: Apache-2.0
package org.jccl.examples;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jccl.Communicator;
import org.jccl.buffer.BufferView;
import org.jccl.error.CollectiveException;
import org.jccl.error.InvalidUsageException;

/**
 * The training of {@link Ex08TrainClassifier}, going on whoever dies: the ranks that are left shrink the communicator, take
 * the network as it was when the epoch began, and do the epoch again. A rank that is started again is taken in before the
 * next epoch. Kill any of them, rank 0 included:
 *
 * <pre>
 *   ./jccl launch --ranks 4 --restarts 3 -- org.jccl.examples.Ex09SurviveFailures 20
 *   kill -9 (one of the processes)
 * </pre>
 */
public final class Ex09SurviveFailures {
    private static final int EPOCHS = 20;

    private final PrintStream out;
    private final Digits digits = Digits.load();
    private Communicator world;
    private Trainer trainer;
    private Network checkpoint = Network.initialised(new Random(2));
    private int epoch = 1;

    private Ex09SurviveFailures(final Communicator world, final PrintStream out) {
        this.world = world;
        this.out = out;
    }

    /** The first argument is how many epochs to train; 20 if there is none. */
    public static void main(final String[] args) {
        final int epochs = args.length > 0 ? Integer.parseInt(args[0]) : EPOCHS;
        run(Communicator.builder().build(), epochs, System.out);
    }

    /** Closes the communicator, and those that come out of it. */
    static void run(final Communicator world, final int epochs, final PrintStream out) {
        new Ex09SurviveFailures(world, out).train(epochs);
    }

    private void train(final int epochs) {
        while (epoch <= epochs) {
            try {
                if (trainer == null) {
                    adopt(world);
                }
                takeIn();
                trainOneEpoch();
                checkpoint = trainer.copy();
                epoch++;
            } catch (final InvalidUsageException mistake) {
                throw mistake;
            } catch (final CollectiveException failure) {
                goOn(failure);
            }
        }
        world.close();
    }

    /** All follow rank 0: some may have ended an epoch that others have not, and newcomers know nothing. */
    private void adopt(final Communicator next) {
        world = next;
        final int[] agreed = {epoch};
        world.broadcast(BufferView.of(agreed), BufferView.of(agreed), 0);
        epoch = agreed[0];
        trainer = new Trainer(world, checkpoint.copy());
        checkpoint = trainer.copy();
    }

    /** Whoever has come since the last epoch; then all, the newcomers among them, look once more. */
    private void takeIn() {
        for (Communicator grown = world.grow(0); grown != world; grown = world.grow(0)) {
            world.close();
            out.println("rank " + grown.rank() + " of " + grown.size() + ": newcomers were taken in");
            adopt(grown);
        }
    }

    private void trainOneEpoch() {
        final List<Digits.Image> images = new ArrayList<>(digits.training());
        for (int shuffled = 1; shuffled <= epoch; shuffled++) {
            Collections.shuffle(images, new Random(shuffled));
        }
        final double loss = trainer.epoch(images);
        final double accuracy = trainer.accuracy(digits.test());
        if (world.rank() == 0) {
            out.printf(
                    "epoch %2d  loss %.9f  test accuracy %.2f %%  on %d ranks%n",
                    epoch, loss, 100 * accuracy, world.size());
        }
    }

    /** Another rank may die at any moment, so this is tried until it succeeds. */
    private void goOn(final CollectiveException failure) {
        out.println("epoch " + epoch + ": "
                + failure.getMessage().lines().findFirst().orElse(""));
        while (true) {
            final Communicator failed = world;
            world = failed.shrink();
            failed.close();
            out.println("rank " + world.rank() + " of " + world.size() + " goes on; it was rank "
                    + world.recovery().formerRanks().get(world.rank()));
            try {
                adopt(world);
                return;
            } catch (final InvalidUsageException mistake) {
                throw mistake;
            } catch (final CollectiveException another) {
                out.println("again: " + another.getMessage().lines().findFirst().orElse(""));
            }
        }
    }
}
