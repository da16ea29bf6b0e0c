// SPDX-License-Identifier: Apache-2.0
package org.jccl.spark;

import java.util.Iterator;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.rdd.RDD;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** Barrier stages for Java, where Spark has them for Scala and Python alone. */
public final class BarrierStage {
    private BarrierStage() {}

    /**
     * What {@code rdd.barrier().mapPartitions} is in Scala: all tasks run at the same time, and when one fails Spark
     * starts all of them again, if a shuffle follows ({@code repartition}, {@code reduceByKey}): the last stage of a
     * job it gives up. They may call {@link BarrierCommunicator#join()}.
     *
     * @param rdd one task, and so one rank, for each partition
     * @param task what each does with the rows of its partition
     * @return computed when it is asked for, as with any other
     * @throws org.jccl.error.InvalidUsageException as {@link BarrierCommunicator#requireSlots}
     */
    public static <T, R> JavaRDD<R> mapPartitions(final JavaRDD<T> rdd, final FlatMapFunction<Iterator<T>, R> task) {
        BarrierCommunicator.requireSlots(rdd.context(), rdd.getNumPartitions());
        final ClassTag<R> any = ClassTag$.MODULE$.apply(Object.class);
        final RDD<R> ranks = rdd.rdd().barrier().mapPartitions(new PartitionFunction<>(task), false, any);
        return new JavaRDD<>(ranks, any);
    }
}
