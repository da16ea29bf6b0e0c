// SPDX-License-Identifier: Apache-2.0
package org.jccl.examples.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Row;
import org.jccl.Communicator;
import org.jccl.ReduceOp;
import org.jccl.buffer.BufferView;

/**
 * The mean logistic loss over the rows of all ranks, with a penalty on the squares of the coefficients, and its gradient: what
 * spark.ml minimises, where one all-reduce stands in place of its treeAggregate.
 */
final class LogisticLoss {
    private final Communicator world;
    private final double penalty;
    private final List<double[]> features = new ArrayList<>();
    private final List<Double> labels = new ArrayList<>();
    private final int width;
    private final Standardizer standardizer;
    /** The gradient, the intercept's part last; then the loss and the number of rows. */
    private final double[] sums;

    private final BufferView all;

    LogisticLoss(final Communicator world, final Iterator<Row> rows, final double penalty) {
        this.world = world;
        this.penalty = penalty;
        while (rows.hasNext()) {
            final Row row = rows.next();
            features.add(DigitRows.features(row));
            labels.add(DigitRows.label(row));
        }
        this.width = features.get(0).length;
        this.sums = new double[width + 3];
        this.all = BufferView.of(sums);
        this.standardizer = new Standardizer(world, features, width);
        features.replaceAll(row -> standardizer.scale(row.clone()));
    }

    /** How many it depends on: a coefficient for each feature, and the intercept. */
    int dimensions() {
        return width + 1;
    }

    /** The coefficients of the features as they were, and the intercept. */
    double[] coefficients(final double[] point) {
        return standardizer.scale(point.clone());
    }

    /** The same on every rank; to be called by all of them. The gradient is written to {@code gradient}. */
    double at(final double[] point, final double[] gradient) {
        Arrays.fill(sums, 0);
        for (int row = 0; row < labels.size(); row++) {
            add(point, features.get(row), labels.get(row));
        }
        world.allReduce(all, all, ReduceOp.SUM);
        final double rows = sums[width + 2];
        double loss = sums[width + 1] / rows;
        for (int i = 0; i <= width; i++) {
            final double pull = i < width ? penalty * point[i] : 0;
            gradient[i] = sums[i] / rows + pull;
            loss += pull * point[i] / 2;
        }
        return loss;
    }

    private void add(final double[] point, final double[] row, final double label) {
        double margin = point[width];
        for (int i = 0; i < width; i++) {
            margin += point[i] * row[i];
        }
        final double error = 1 / (1 + Math.exp(-margin)) - label;
        for (int i = 0; i < width; i++) {
            sums[i] += error * row[i];
        }
        sums[width] += error;
        // log(1 + e^m) - label m, without overflow
        sums[width + 1] += Math.max(margin, 0) + Math.log1p(Math.exp(-Math.abs(margin))) - label * margin;
        sums[width + 2]++;
    }
}
