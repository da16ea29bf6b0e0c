// SPDX-License-Identifier: Apache-2.0
package org.jccl.examples.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jccl.Communicator;
import org.jccl.ReduceOp;
import org.jccl.buffer.BufferView;

/** Lloyd's algorithm, each rank over rows of its own (IEEE Transactions on Information Theory 28, 1982). */
final class KMeans {
    static final int CENTRES = 10;

    private final Communicator world;
    private final List<double[]> rows;
    private final int width;
    private final double[] centres;
    /** For each centre the sum of its rows, and how many they are; then the square distances. */
    private final double[] sums;

    /** The centres after a step, one after the other, and how far rows were from those before, in the mean. */
    record Step(double[] centres, double distance) implements Serializable {}

    KMeans(final Communicator world, final List<double[]> rows) {
        this.world = world;
        this.rows = rows;
        this.width = rows.get(0).length;
        this.centres = new double[CENTRES * width];
        this.sums = new double[CENTRES * (width + 1) + 1];
    }

    List<Step> run(final int steps) {
        gatherFirst();
        final List<Step> all = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            all.add(step());
        }
        return all;
    }

    /** Each rank's first rows, as many of each. */
    private void gatherFirst() {
        final int each = CENTRES / world.size();
        final double[] own = new double[each * width];
        for (int row = 0; row < each; row++) {
            System.arraycopy(rows.get(row), 0, own, row * width, width);
        }
        world.allGather(BufferView.of(own), BufferView.of(centres));
    }

    private Step step() {
        Arrays.fill(sums, 0);
        rows.forEach(this::assign);
        final BufferView all = BufferView.of(sums);
        world.allReduce(all, all, ReduceOp.SUM);
        double count = 0;
        for (int centre = 0; centre < CENTRES; centre++) {
            count += move(centre);
        }
        return new Step(centres.clone(), sums[sums.length - 1] / count);
    }

    private void assign(final double[] row) {
        int nearest = 0;
        double least = Double.MAX_VALUE;
        for (int centre = 0; centre < CENTRES; centre++) {
            final double distance = distance(row, centre);
            if (distance < least) {
                least = distance;
                nearest = centre;
            }
        }
        final int at = nearest * (width + 1);
        for (int i = 0; i < width; i++) {
            sums[at + i] += row[i];
        }
        sums[at + width]++;
        sums[sums.length - 1] += least;
    }

    private double distance(final double[] row, final int centre) {
        double sum = 0;
        for (int i = 0; i < width; i++) {
            final double apart = row[i] - centres[centre * width + i];
            sum += apart * apart;
        }
        return sum;
    }

    /** A centre without rows stays where it is; returns how many it has. */
    private double move(final int centre) {
        final int at = centre * (width + 1);
        final double count = sums[at + width];
        for (int i = 0; i < width && count > 0; i++) {
            centres[centre * width + i] = sums[at + i] / count;
        }
        return count;
    }
}
