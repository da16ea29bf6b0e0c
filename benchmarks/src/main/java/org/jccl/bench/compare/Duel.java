// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.compare;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jccl.bench.measure.Operation;

/**
 * Two contenders at one size: what each took, round by round.
 *
 * @param operation which collective
 * @param bytes the size in the sense of nccl-tests
 * @param ours one for each round
 * @param theirs one for each round
 */
public record Duel(Operation operation, long bytes, List<Figures> ours, List<Figures> theirs) {
    /** Keeps the rounds as they are. */
    public Duel {
        ours = List.copyOf(ours);
        theirs = List.copyOf(theirs);
    }

    /** The median over the rounds of our typical time divided by theirs in the same round: below 1, we are faster. */
    public double ratio() {
        return median(ratios());
    }

    /** The smallest ratio of a round. */
    public double lowestRatio() {
        return ratios()[0];
    }

    /** The greatest ratio of a round. */
    public double highestRatio() {
        final double[] sorted = ratios();
        return sorted[sorted.length - 1];
    }

    /** Our median p99 divided by theirs; NaN where one of the two is not known. */
    double tailRatio() {
        return median(ours, Figures::p99Us) / median(theirs, Figures::p99Us);
    }

    /** Rounds are compared one by one, since a machine's speed changes from one to the next. */
    private double[] ratios() {
        final double[] ratios = new double[Math.min(ours.size(), theirs.size())];
        for (int round = 0; round < ratios.length; round++) {
            ratios[round] = bothHaveMedians()
                    ? ours.get(round).p50Us() / theirs.get(round).p50Us()
                    : ours.get(round).averageUs() / theirs.get(round).averageUs();
        }
        Arrays.sort(ratios);
        return ratios;
    }

    private boolean bothHaveMedians() {
        return !Double.isNaN(ours.get(0).p50Us()) && !Double.isNaN(theirs.get(0).p50Us());
    }

    /** The median over rounds of one of a side's figures; NaN where it is not known. */
    static double median(final List<Figures> rounds, final ToDoubleFunction<Figures> figure) {
        return median(rounds.stream().mapToDouble(figure).sorted().toArray());
    }

    private static double median(final double[] sorted) {
        final int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Gigabytes a second on the busiest wire, by a side's typical time. */
    double busbwGBs(final List<Figures> side, final int ranks) {
        return bytes / (median(side, Figures::typicalUs) * 1e3) * operation.busFactor(ranks);
    }
}
