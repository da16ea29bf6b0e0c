// SPDX-License-Identifier: Apache-2.0
package org.jccl.spark;

import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;
import org.jccl.Communicator;

/**
 * Ends a communicator with its task. Spark kills a task by marking it, and interrupts its thread only where the job
 * asks for that; a rank that waits for others would notice neither.
 */
final class TaskWatch implements TaskCompletionListener, Runnable {
    private static final long PERIOD_MS = 100;

    private final TaskContext task;
    private final Communicator world;
    private final Thread thread;

    private TaskWatch(final TaskContext task, final Communicator world) {
        this.task = task;
        this.world = world;
        thread = new Thread(this, "jccl-spark-watch-" + world.rank());
        thread.setDaemon(true);
    }

    /** Until the task ends. */
    static void begin(final TaskContext task, final Communicator world) {
        final TaskWatch watch = new TaskWatch(task, world);
        watch.thread.start();
        // at once if the task has ended already
        task.addTaskCompletionListener(watch);
    }

    @Override
    public void run() {
        try {
            while (!task.isInterrupted()) {
                Thread.sleep(PERIOD_MS);
            }
            // the reason has the task that failed as Spark writes it: ShuffleMapTask(stage, rank)
            world.abort("Spark has killed the task of rank " + world.rank() + ": "
                    + task.getKillReason().get());
        } catch (final InterruptedException ended) {
            // the task has, and onTaskCompletion closes what it leaves
        }
    }

    @Override
    public void onTaskCompletion(final TaskContext ended) {
        thread.interrupt();
        if (ended.isFailed()) {
            world.abort("the task of rank " + world.rank() + " has failed");
        }
        world.close();
    }
}
