// SPDX-License-Identifier: Apache-2.0
package org.jccl.examples.spark;

import java.util.List;
import org.jccl.Communicator;
import org.jccl.ReduceOp;
import org.jccl.buffer.BufferView;

/** Features in units of their standard deviation over the rows of all ranks, as spark.ml has them while it learns. */
final class Standardizer {
    /** By feature; 0 for one that never changes, which says nothing. */
    private final double[] factors;

    Standardizer(final Communicator world, final List<double[]> rows, final int width) {
        // sums, then sums of squares, then how many
        final double[] sums = new double[2 * width + 1];
        for (final double[] row : rows) {
            for (int i = 0; i < width; i++) {
                sums[i] += row[i];
                sums[width + i] += row[i] * row[i];
            }
        }
        sums[2 * width] = rows.size();
        final BufferView all = BufferView.of(sums);
        world.allReduce(all, all, ReduceOp.SUM);
        factors = new double[width];
        for (int i = 0; i < width; i++) {
            factors[i] = factor(sums[i], sums[width + i], sums[2 * width]);
        }
    }

    private static double factor(final double sum, final double squares, final double count) {
        final double variance = (squares - sum * sum / count) / (count - 1);
        return variance > 0 ? 1 / Math.sqrt(variance) : 0;
    }

    /** In place; also turns coefficients of what is scaled into those of what was. */
    double[] scale(final double[] values) {
        for (int i = 0; i < factors.length; i++) {
            values[i] *= factors[i];
        }
        return values;
    }
}
