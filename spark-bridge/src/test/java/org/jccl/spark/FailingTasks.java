// SPDX-License-Identifier: Apache-2.0
package org.jccl.spark;

import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.jccl.Communicator;
import org.jccl.CommunicatorBuilder;
import org.jccl.ReduceOp;
import org.jccl.error.CollectiveException;

/** Tasks that write down how their collectives end, and tasks that end other than they should. */
final class FailingTasks {
    /** Far longer than a test waits: whoever waits so long has not been told of a failure. */
    private static final Duration LONG = Duration.ofMinutes(30);

    private static final int CALLS = 50;
    private static final long PAUSE_MS = 10;

    private FailingTasks() {}

    /** What a rank does instead of its first call, in the stage's first attempt. */
    @FunctionalInterface
    interface Fault extends java.io.Serializable {
        void happen() throws Exception;
    }

    /** All-reduces, in the midst of which rank 1 has a fault, if this is the first attempt. */
    static FlatMapFunction<Iterator<Integer>, String> reducing(
            final Notes notes, final String transport, final Fault fault) {
        return rows -> {
            final TaskContext task = TaskContext.get();
            try (Communicator world = BarrierCommunicator.join(builder(transport))) {
                for (int call = 0; call < CALLS; call++) {
                    if (call == CALLS / 2 && world.rank() == 1 && task.stageAttemptNumber() == 0) {
                        fault.happen();
                    }
                    world.allReduce(new float[] {1}, ReduceOp.SUM);
                }
                return List.of("attempt " + task.stageAttemptNumber()).iterator();
            } catch (final CollectiveException failed) {
                notes.add("attempt " + task.stageAttemptNumber() + ", rank " + task.partitionId() + ": " + failed);
                throw failed;
            }
        };
    }

    /** Ends this process at once, as the kernel does when memory is short. */
    static void kill() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-9", Long.toString(ProcessHandle.current().pid()))
                .start()
                .waitFor();
        Thread.sleep(LONG.toMillis());
    }

    /** Computes until Spark has killed the task, as a loop does that looks at nothing else. */
    static void computeUntilKilled() throws InterruptedException {
        while (!TaskContext.get().isInterrupted()) {
            Thread.sleep(PAUSE_MS);
        }
    }

    private static CommunicatorBuilder builder(final String transport) {
        return Communicator.builder().transport(transport).timeout(LONG);
    }
}
