// SPDX-License-Identifier: Apache-2.0
package org.jccl.examples.spark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jccl.Communicator;
import org.jccl.spark.BarrierCommunicator;
import org.jccl.spark.BarrierStage;

/**
 * Ten groups of digits that look alike: k-means (Lloyd) over a DataFrame in one barrier stage. An all-gather of each rank's first
 * rows gives the first centres, an all-reduce in each step the next ones.
 *
 * <pre>
 *   java $OPENS -cp 'examples/spark/target/*:examples/spark/target/lib/*' org.jccl.examples.spark.Ex02KMeans 2
 * </pre>
 */
public final class Ex02KMeans {
    private static final int RANKS = 2;
    private static final int STEPS = 20;

    private Ex02KMeans() {}

    /** The argument is how many ranks, 2 or 5 say, which divide 10; the master is local unless configured. */
    public static void main(final String[] args) throws IOException {
        final int ranks = args.length > 0 ? Integer.parseInt(args[0]) : RANKS;
        try (SparkSession spark = Sessions.open("k-means", ranks)) {
            final List<KMeans.Step> steps = run(DigitRows.load(spark, 0, ranks), STEPS);
            for (int step = 0; step < steps.size(); step++) {
                System.out.printf(
                        "step %2d  mean square distance %.6f%n",
                        step + 1, steps.get(step).distance());
            }
        }
    }

    /** What rank 0 has after each step, and so have all. */
    static List<KMeans.Step> run(final Dataset<Row> digits, final int steps) {
        return BarrierStage.mapPartitions(digits.toJavaRDD(), rows -> {
                    try (Communicator world = BarrierCommunicator.join()) {
                        final List<KMeans.Step> all = new KMeans(world, features(rows)).run(steps);
                        return (world.rank() == 0 ? all : List.<KMeans.Step>of()).iterator();
                    }
                })
                .collect();
    }

    private static List<double[]> features(final Iterator<Row> rows) {
        final List<double[]> all = new ArrayList<>();
        rows.forEachRemaining(row -> all.add(DigitRows.features(row)));
        return all;
    }
}
