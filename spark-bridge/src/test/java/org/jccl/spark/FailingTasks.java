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

    /** What ranks 0 and 1 give in an attempt in which nothing happens: each call adds up their partitions' numbers. */
    static String[] results(final int attempt) {
        final String each = "attempt " + attempt + ": " + (float) CALLS;
        return new String[] {each, each};
    }

    /** All-reduces, in the midst of which rank 1 has a fault, if this is the first attempt. */
    static FlatMapFunction<Iterator<Integer>, String> reducing(
            final Notes notes, final String transport, final Fault fault) {
        return rows -> {
            final TaskContext task = TaskContext.get();
            final float mine = rows.next();
            float sum = 0;
            try (Communicator world = BarrierCommunicator.join(builder(transport))) {
                for (int call = 0; call < CALLS; call++) {
                    if (call == CALLS / 2 && world.rank() == 1 && task.stageAttemptNumber() == 0) {
                        fault.happen();
                    }
                    final float[] all = {mine};
                    world.allReduce(all, ReduceOp.SUM);
                    sum += all[0];
                }
                return List.of("attempt " + task.stageAttemptNumber() + ": " + sum)
                        .iterator();
            } catch (final CollectiveException failed) {
                notes.add("attempt " + task.stageAttemptNumber() + ", rank " + task.partitionId() + ": " + failed);
                throw failed;
            }
        };
    }

    /** Its rank 1 fails in the first attempt and leaves its communicator open, as all ranks do. */
    static FlatMapFunction<Iterator<Integer>, String> forgetful(final Notes notes) {
        return rows -> {
            final TaskContext task = TaskContext.get();
            final Communicator world = BarrierCommunicator.join(builder("auto"));
            if (world.rank() == 1 && task.stageAttemptNumber() == 0) {
                throw new IllegalStateException("a row is damaged");
            }
            try {
                world.allReduce(new float[] {1}, ReduceOp.SUM);
            } catch (final CollectiveException failed) {
                notes.add(failed.toString());
                throw failed;
            }
            return List.of("attempt " + task.stageAttemptNumber()).iterator();
        };
    }

    /** Rank 0 of the first attempt does not heed that Spark has killed it, and tries to take part in the second. */
    static FlatMapFunction<Iterator<Integer>, String> haunted(final Notes notes) {
        return rows -> {
            final TaskContext task = TaskContext.get();
            try (Communicator world = BarrierCommunicator.join(builder("auto"))) {
                if (task.stageAttemptNumber() == 0) {
                    return rise(notes, world);
                }
                final float[] one = {1};
                notes.add("attempt 1 has joined");
                notes.await("new one: ");
                world.allReduce(one, ReduceOp.SUM);
                return List.of("attempt " + task.stageAttemptNumber() + ": " + one[0])
                        .iterator();
            }
        };
    }

    private static Iterator<String> rise(final Notes notes, final Communicator old) throws InterruptedException {
        if (old.rank() == 1) {
            throw new IllegalStateException("a row is damaged");
        }
        notes.await("attempt 1 has joined");
        notes.add("old communicator: " + thrown(() -> old.allReduce(new float[] {1}, ReduceOp.SUM)));
        notes.add("new one: " + thrown(() -> BarrierCommunicator.join(builder("auto"))));
        return List.of("zombie").iterator();
    }

    private static String thrown(final Runnable call) {
        try {
            call.run();
            return "nothing";
        } catch (final CollectiveException refused) {
            return refused.toString();
        }
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
