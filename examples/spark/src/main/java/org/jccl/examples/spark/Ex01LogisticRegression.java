// SPDX-License-Identifier: Apache-2.0
package org.jccl.examples.spark;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jccl.Communicator;
import org.jccl.spark.BarrierCommunicator;
import org.jccl.spark.BarrierStage;

/**
 * Is it an 8? Logistic regression by L-BFGS over a DataFrame, in one barrier stage whose tasks all-reduce loss and gradient;
 * beside it spark.ml's own, which runs a job of Spark for each. Prints how far their coefficients are apart, and how long
 * both took.
 *
 * <pre>
 *   java $OPENS -cp 'examples/spark/target/*:examples/spark/target/lib/*' org.jccl.examples.spark.Ex01LogisticRegression 2
 * </pre>
 */
public final class Ex01LogisticRegression {
    private static final int RANKS = 2;
    private static final int DIGIT = 8;
    private static final double PENALTY = 0.1;
    private static final int ITERATIONS = 1000;
    /** Of the gradient. */
    private static final double TOLERANCE = 1e-10;
    /** spark.ml's, of the loss and the gradient together: much less would be lost in rounding. */
    private static final double SPARK_TOLERANCE = 1e-15;

    private static final int TRIES = 6;

    private Ex01LogisticRegression() {}

    /** The argument is how many ranks, 2 unless said; the master is local unless configured. */
    public static void main(final String[] args) throws IOException {
        final int ranks = args.length > 0 ? Integer.parseInt(args[0]) : RANKS;
        try (SparkSession spark = Sessions.open("logistic regression", ranks)) {
            final Dataset<Row> digits = DigitRows.load(spark, DIGIT, ranks);
            final double[] ours = timed("JCCL", () -> fit(digits));
            final double[] theirs = timed("spark.ml", () -> fitBySpark(digits));
            System.out.printf("coefficients and intercept differ by %.1e at most%n", distance(ours, theirs));
        }
    }

    private static double[] timed(final String who, final Supplier<double[]> fit) {
        final long[] took = new long[TRIES];
        double[] point = null;
        for (int i = 0; i < TRIES; i++) {
            final long begun = System.nanoTime();
            point = fit.get();
            took[i] = (System.nanoTime() - begun) / 1_000_000;
        }
        final long cold = took[0];
        Arrays.sort(took, 1, TRIES);
        System.out.printf(
                "%-8s %5d ms the first time, %5d ms the median of %d more%n", who, cold, took[TRIES / 2], TRIES - 1);
        return point;
    }

    /** The coefficients, then the intercept: those of rank 0, and so of all. */
    static double[] fit(final Dataset<Row> digits) {
        final List<double[]> all = BarrierStage.mapPartitions(digits.toJavaRDD(), rows -> {
                    try (Communicator world = BarrierCommunicator.join()) {
                        final LogisticLoss loss = new LogisticLoss(world, rows, PENALTY);
                        final double[] point = Lbfgs.minimise(loss, ITERATIONS, TOLERANCE);
                        return List.of(loss.coefficients(point)).iterator();
                    }
                })
                .collect();
        return all.get(0);
    }

    static double[] fitBySpark(final Dataset<Row> digits) {
        final LogisticRegressionModel model = new LogisticRegression()
                .setRegParam(PENALTY)
                .setMaxIter(ITERATIONS)
                .setTol(SPARK_TOLERANCE)
                .fit(digits);
        final double[] coefficients = model.coefficients().toArray();
        final double[] point = Arrays.copyOf(coefficients, coefficients.length + 1);
        point[coefficients.length] = model.intercept();
        return point;
    }

    static double distance(final double[] one, final double[] other) {
        double most = 0;
        for (int i = 0; i < one.length; i++) {
            most = Math.max(most, Math.abs(one[i] - other[i]));
        }
        return most;
    }
}
