// SPDX-License-Identifier: Apache-2.0
package org.jccl.examples.dl4j;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;

/** The mean loss of each epoch, and how many images a second were learnt from. */
final class EpochReport extends BaseTrainingListener {
    private final int imagesPerEpoch;
    private final List<Double> losses = new ArrayList<>();
    private final List<Double> imagesPerSecond = new ArrayList<>();
    private double sum;
    private int iterations;
    private long beganNs;

    EpochReport(final int imagesPerEpoch) {
        this.imagesPerEpoch = imagesPerEpoch;
    }

    @Override
    public void onEpochStart(final Model model) {
        sum = 0;
        iterations = 0;
        beganNs = System.nanoTime();
    }

    @Override
    public void iterationDone(final Model model, final int iteration, final int epoch) {
        sum += model.score();
        iterations++;
    }

    @Override
    public void onEpochEnd(final Model model) {
        losses.add(sum / iterations);
        imagesPerSecond.add(imagesPerEpoch * 1e9 / (System.nanoTime() - beganNs));
    }

    /** Of each epoch. */
    List<Double> losses() {
        return losses;
    }

    /** This one, of {@code ranks} ranks, beside that of one alone. */
    void printBeside(final EpochReport one, final int ranks, final PrintStream out) {
        for (int epoch = 0; epoch < losses.size(); epoch++) {
            out.printf(
                    "epoch %2d  loss of %d ranks %.7f, of 1 %.7f, apart %.1e  images/s %6.0f and %6.0f%n",
                    epoch + 1,
                    ranks,
                    losses.get(epoch),
                    one.losses.get(epoch),
                    Math.abs(losses.get(epoch) - one.losses.get(epoch)),
                    imagesPerSecond.get(epoch),
                    one.imagesPerSecond.get(epoch));
        }
    }
}
