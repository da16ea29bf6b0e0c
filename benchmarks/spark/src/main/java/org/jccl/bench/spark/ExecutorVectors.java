// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.spark;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.VoidFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.RDDInfo;

/** One vector of floats in the memory of each executor, and their all-reduce as one writes it in Spark. */
final class ExecutorVectors implements AutoCloseable {
    /** What a sum starts from; a vector of zeros would be sent along with every task. */
    private static final float[] NOTHING = {};

    private static final int DEPTH = 2;
    /** Floats have all integers up to here, so that a sum of such ones is right or wrong, and never near. */
    private static final int EXACT = 1 << 24;

    private final JavaSparkContext spark;
    private final JavaRDD<float[]> vectors;
    private final int executors;
    private final int elements;

    private ExecutorVectors(
            final JavaSparkContext spark, final JavaRDD<float[]> vectors, final int executors, final int elements) {
        this.spark = spark;
        this.vectors = vectors;
        this.executors = executors;
        this.elements = elements;
    }

    /**
     * Fills them where they will stay, and reduces them once to see that the sum is right everywhere.
     *
     * @throws IllegalStateException if not every executor has one
     */
    static ExecutorVectors load(final JavaSparkContext spark, final int executors, final int elements) {
        final List<Integer> ranks = IntStream.range(0, executors).boxed().toList();
        final JavaRDD<float[]> vectors = spark.parallelize(ranks, executors)
                .map(rank -> vector(rank, executors, elements))
                .cache();
        final ExecutorVectors loaded = new ExecutorVectors(spark, vectors, executors, elements);
        loaded.checkPlaces();
        loaded.allReduce(sum -> check(sum, executors, elements));
        return loaded;
    }

    int elements() {
        return elements;
    }

    /** Sums up at the driver, and has every executor fetch the sum. */
    void allReduce() {
        final int expected = elements;
        allReduce(sum -> checkLength(sum, expected));
    }

    private void allReduce(final VoidFunction<float[]> reader) {
        final float[] sum =
                vectors.treeAggregate(NOTHING, (none, mine) -> add(none, mine.clone()), ExecutorVectors::add, DEPTH);
        final Broadcast<float[]> everywhere = spark.broadcast(sum);
        vectors.foreachPartition(mine -> reader.call(everywhere.value()));
        everywhere.destroy();
    }

    private static float[] add(final float[] sum, final float[] more) {
        if (sum.length == 0) {
            return more;
        }
        for (int i = 0; i < more.length; i++) {
            sum[i] += more[i];
        }
        return sum;
    }

    private static float[] vector(final int rank, final int executors, final int elements) {
        final float[] vector = new float[elements];
        for (int i = 0; i < elements; i++) {
            vector[i] = value(rank, i, executors);
        }
        return vector;
    }

    /** An integer whose bits look random: Spark compresses what it sends, and gradients hardly get smaller by that. */
    private static int value(final int rank, final int index, final int executors) {
        final int spread = (index * 31 + rank + 1) * 0x9E3779B9;
        return (spread >>> 7) % (EXACT / executors);
    }

    private static void checkLength(final float[] sum, final int elements) {
        if (sum.length != elements) {
            throw new IllegalStateException("the sum has " + sum.length + " elements, not " + elements);
        }
    }

    private static void check(final float[] sum, final int executors, final int elements) {
        checkLength(sum, elements);
        for (int i = 0; i < elements; i++) {
            final int index = i;
            final int expected = IntStream.range(0, executors)
                    .map(rank -> value(rank, index, executors))
                    .sum();
            if (sum[i] != expected) {
                throw new IllegalStateException("element " + i + " is " + sum[i] + ", not " + expected);
            }
        }
    }

    /** Two vectors on one executor would be added there, and one that was dropped be made anew in every call. */
    private void checkPlaces() {
        final Set<String> places = new HashSet<>(vectors.mapPartitions(
                        mine -> List.of(SparkEnv.get().executorId()).iterator())
                .collect());
        final int cached = Arrays.stream(spark.sc().getRDDStorageInfo())
                .filter(info -> info.id() == vectors.id())
                .mapToInt(RDDInfo::numCachedPartitions)
                .sum();
        if (places.size() != executors || cached != executors) {
            throw new IllegalStateException(
                    cached + " vectors are kept by " + places.size() + " executors, not one by each of " + executors);
        }
    }

    @Override
    public void close() {
        vectors.unpersist(true);
    }
}
