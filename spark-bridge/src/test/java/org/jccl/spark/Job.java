// SPDX-License-Identifier: Apache-2.0
package org.jccl.spark;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;

/** Barrier jobs on a Spark of the test's own. */
final class Job implements AutoCloseable {
    private final JavaSparkContext spark;

    private Job(final SparkConf conf) {
        spark = new JavaSparkContext(conf);
    }

    /** A Spark with that master. */
    static Job on(final String master) {
        try {
            if (!master.startsWith("local[")) {
                SparkHome.assumeExecutorsStart();
            }
            final SparkHome home = new SparkHome();
            home.install();
            final SparkConf conf = new SparkConf()
                    .setMaster(master)
                    .setAppName("spark-bridge")
                    .set("spark.ui.enabled", "false")
                    .set("spark.executor.memory", "512m")
                    .set("spark.jars", home.applicationJars());
            return new Job(conf);
        } catch (final IOException | ReflectiveOperationException cannot) {
            throw new IllegalStateException(cannot);
        }
    }

    JavaSparkContext spark() {
        return spark;
    }

    /** What the tasks of a barrier stage of {@code ranks} tasks give; each of them is given its partition's number. */
    <T> List<T> run(final int ranks, final FlatMapFunction<Iterator<Integer>, T> task) {
        final List<Integer> partitions = IntStream.range(0, ranks).boxed().toList();
        return BarrierStage.mapPartitions(spark.parallelize(partitions, ranks), task)
                // a shuffle, without which Spark starts nothing again
                .repartition(1)
                .collect();
    }

    @Override
    public void close() {
        spark.close();
    }
}
