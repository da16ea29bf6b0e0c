// SPDX-License-Identifier: Apache-2.0
package org.jccl.spark;

import org.apache.spark.BarrierTaskContext;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.jccl.Communicator;
import org.jccl.CommunicatorBuilder;
import org.jccl.error.InvalidUsageException;

/**
 * A communicator whose ranks are the tasks of one barrier stage: rank {@code r} is the task of partition {@code r}.
 * Nothing goes through the driver but one exchange of addresses, in {@code join}.
 *
 * <pre>{@code
 * BarrierStage.mapPartitions(rdd, rows -> {   // in Scala: rdd.barrier().mapPartitions { rows =>
 *     try (Communicator world = BarrierCommunicator.join()) {
 *         world.allReduce(gradient(rows), ReduceOp.SUM);
 *         ...
 *     }
 * });
 * }</pre>
 *
 * <p>The communicator ends with its task at the latest, and with an exception for all ranks when Spark kills one. An
 * attempt of the stage has a communicator of its own; a task that is left of an older attempt cannot take part in it.
 */
public final class BarrierCommunicator {
    private BarrierCommunicator() {}

    /**
     * Joins the other tasks of this barrier stage. Called by every one of them, in the thread of the task, as the only
     * call of {@link BarrierTaskContext#allGather} or in the same place among them. Takes about a second, which is
     * Spark's.
     *
     * @return a communicator of one rank for each task
     * @throws InvalidUsageException if the calling thread runs no task of a barrier stage
     * @throws org.jccl.error.CollectiveException if not all come within the deadline, or nothing connects them
     */
    public static Communicator join() {
        return join(Communicator.builder());
    }

    /**
     * As {@link #join()}, with what the builder was told, the same on every rank.
     *
     * @param builder rank, size and rendezvous are Spark's, whatever it says of them
     */
    public static Communicator join(final CommunicatorBuilder builder) {
        final BarrierTaskContext task = task();
        final Communicator world = builder.rank(task.partitionId())
                .size(task.getTaskInfos().length)
                .rendezvous(new BarrierRendezvous(epoch(task), task::allGather, task::markInterrupted))
                .build();
        TaskWatch.begin(task, world);
        return world;
    }

    /**
     * On the driver, before the job: refuses what Spark would refuse after ten minutes, or not run at all. Waits for
     * executors that are still to come, at most two minutes.
     *
     * @param spark where the job will run
     * @param ranks how many partitions the barrier stage will have
     * @throws InvalidUsageException if they cannot all run at once; the message says what to change
     */
    public static void requireSlots(final SparkContext spark, final int ranks) {
        final boolean dynamic = spark.conf().getBoolean("spark.dynamicAllocation.enabled", false);
        new BarrierSlots(dynamic, () -> concurrentTasks(spark)).require(ranks);
    }

    private static int concurrentTasks(final SparkContext spark) {
        return spark.maxNumConcurrentTasks(spark.resourceProfileManager().defaultResourceProfile());
    }

    private static BarrierTaskContext task() {
        if (TaskContext.get() instanceof BarrierTaskContext task) {
            return task;
        }
        throw new InvalidUsageException(
                "BarrierCommunicator.join() was called by thread '"
                        + Thread.currentThread().getName()
                        + "', which runs no task of a barrier stage; call it in rdd.barrier().mapPartitions(...), in the task's own thread");
    }

    private static String epoch(final BarrierTaskContext task) {
        return "attempt " + task.stageAttemptNumber() + " of stage " + task.stageId() + " of "
                + SparkEnv.get().conf().getAppId();
    }
}
