// SPDX-License-Identifier: Apache-2.0
package org.jccl.examples.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jccl.Communicator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The examples find what spark.ml, or one rank alone, finds. */
@Timeout(200)
final class SparkExamplesTest {
    private static final int RANKS = 2;
    private static final int STEPS = 12;
    private static SparkSession spark;

    @BeforeAll
    static void open() {
        spark = Sessions.open("examples", RANKS);
    }

    @AfterAll
    static void close() throws IOException {
        spark.close();
    }

    @Test
    void shouldFindTheCoefficientsThatSparkFinds() {
        final Dataset<Row> digits = DigitRows.load(spark, 8, RANKS);
        final double[] ours = Ex01LogisticRegression.fit(digits);
        assertThat(ours).hasSizeBetween(40, 65);
        assertThat(Ex01LogisticRegression.distance(ours, Ex01LogisticRegression.fitBySpark(digits)))
                .isLessThan(1e-6);
    }

    @Test
    void shouldFindTheCentresThatOneRankFindsAlone() {
        final Dataset<Row> digits = DigitRows.load(spark, 0, RANKS);
        final List<KMeans.Step> together = Ex02KMeans.run(digits, STEPS);
        final List<KMeans.Step> alone;
        try (Communicator oneRank = Communicator.builder().rank(0).size(1).build()) {
            alone = new KMeans(oneRank, firstRowsFirst(digits)).run(STEPS);
        }
        assertThat(together).hasSize(STEPS);
        for (int step = 0; step < STEPS; step++) {
            // pixels are sixteenths, so sums of them are exact in any order
            assertThat(together.get(step).centres())
                    .as("step %d", step)
                    .containsExactly(alone.get(step).centres());
        }
        assertThat(together.get(STEPS - 1).distance())
                .isLessThan(together.get(0).distance());
    }

    /** Those that each partition gives as centres, then the others. */
    private static List<double[]> firstRowsFirst(final Dataset<Row> digits) {
        final int each = KMeans.CENTRES / RANKS;
        final List<double[]> first = new ArrayList<>();
        final List<double[]> others = new ArrayList<>();
        for (final List<Row> partition : digits.toJavaRDD().glom().collect()) {
            for (int row = 0; row < partition.size(); row++) {
                (row < each ? first : others).add(DigitRows.features(partition.get(row)));
            }
        }
        first.addAll(others);
        return first;
    }
}
