// SPDX-License-Identifier: Apache-2.0
package org.jccl.spark;

import java.time.Duration;
import java.util.function.IntSupplier;
import org.jccl.error.CollectiveException;
import org.jccl.error.InvalidUsageException;

/** Whether all tasks of a barrier stage can run at once. */
final class BarrierSlots {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long PERIOD_MS = 100;

    private final boolean dynamic;
    private final IntSupplier slots;
    private final Duration patience;

    BarrierSlots(final boolean dynamic, final IntSupplier slots) {
        this(dynamic, slots, PATIENCE);
    }

    BarrierSlots(final boolean dynamic, final IntSupplier slots, final Duration patience) {
        this.dynamic = dynamic;
        this.slots = slots;
        this.patience = patience;
    }

    void require(final int ranks) {
        if (dynamic) {
            throw new InvalidUsageException(
                    "Spark runs no barrier stage while it allocates executors dynamically; set spark.dynamicAllocation.enabled=false and"
                            + " ask for as many executors as " + ranks + " ranks need");
        }
        if (!enough(ranks)) {
            throw new InvalidUsageException(ranks + " ranks need " + ranks + " task slots at once, but there are "
                    + slots.getAsInt() + " after " + patience.toSeconds()
                    + " s; give the application more executors or cores (spark.executor.instances, spark.executor.cores,"
                    + " spark.task.cpus), or the data fewer partitions: rdd.coalesce(n).barrier()");
        }
    }

    /** Executors register one by one. */
    private boolean enough(final int ranks) {
        final long begun = System.nanoTime();
        while (slots.getAsInt() < ranks) {
            if (System.nanoTime() - begun > patience.toNanos()) {
                return false;
            }
            sleep();
        }
        return true;
    }

    private static void sleep() {
        try {
            Thread.sleep(PERIOD_MS);
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CollectiveException("interrupted while executors were awaited", interrupted);
        }
    }
}
