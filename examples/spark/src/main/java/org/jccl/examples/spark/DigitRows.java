// SPDX-License-Identifier: Apache-2.0
package org.jccl.examples.spark;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jccl.examples.Digits;

/**
 * Handwritten digits as a DataFrame: {@code label}, 1 for one of the digits and 0 for the others, and {@code features}, the pixels
 * that are inked in a tenth of the images at least: a coefficient of one that hardly ever is would not be determined well.
 */
final class DigitRows {
    private static final StructType SCHEMA = new StructType(new StructField[] {
        new StructField("label", DataTypes.DoubleType, false, Metadata.empty()),
        new StructField("features", SQLDataTypes.VectorType(), false, Metadata.empty())
    });

    private DigitRows() {}

    /** In so many partitions, kept in memory. */
    static Dataset<Row> load(final SparkSession spark, final int digit, final int partitions) {
        final List<Digits.Image> images = Digits.load().training();
        final int[] inked = inked(images);
        final List<Row> rows = images.stream()
                .map(image -> RowFactory.create(image.digit() == digit ? 1.0 : 0.0, vector(image.pixels(), inked)))
                .toList();
        final Dataset<Row> frame =
                spark.createDataFrame(rows, SCHEMA).repartition(partitions).cache();
        frame.count();
        return frame;
    }

    private static int[] inked(final List<Digits.Image> images) {
        return IntStream.range(0, Digits.PIXELS)
                .filter(pixel -> images.stream()
                                .filter(image -> image.pixels()[pixel] > 0)
                                .count()
                        >= images.size() / 10)
                .toArray();
    }

    private static Vector vector(final float[] pixels, final int[] inked) {
        return Vectors.dense(
                Arrays.stream(inked).mapToDouble(pixel -> pixels[pixel]).toArray());
    }

    static double label(final Row row) {
        return row.getDouble(0);
    }

    static double[] features(final Row row) {
        return row.<Vector>getAs(1).toArray();
    }
}
