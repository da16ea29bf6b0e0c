// SPDX-License-Identifier: Apache-2.0
package org.jccl.spark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.spark.TaskKilledException;
import org.jccl.bootstrap.Rendezvous;
import org.jccl.error.CollectiveException;
import org.jccl.error.CollectiveTimeoutException;
import org.jccl.error.TransportException;

/**
 * The tasks of a barrier stage meet by Spark's own all-gather of texts, called once: it looks for its answer once a
 * second. It waits for up to a year and heeds no interrupt, so a thread of its own calls it.
 */
final class BarrierRendezvous implements Rendezvous {
    private static final String SEPARATOR = ": ";

    private final String epoch;
    private final Gathering gathering;
    private final Consumer<String> leave;

    /** {@link org.apache.spark.BarrierTaskContext#allGather}. */
    @FunctionalInterface
    interface Gathering {
        String[] allGather(String mine);
    }

    /**
     * @param epoch the same on all tasks of one attempt of one stage, and on no others
     * @param leave ends a gathering that this task does not wait for any more, and says why
     */
    BarrierRendezvous(final String epoch, final Gathering gathering, final Consumer<String> leave) {
        this.epoch = epoch;
        this.gathering = gathering;
        this.leave = leave;
    }

    @Override
    public List<byte[]> allGather(final byte[] mine, final int rank, final int size, final Duration timeout) {
        final String text = epoch + SEPARATOR + Base64.getEncoder().encodeToString(mine);
        final String[] all = await(start(text, rank), rank, size, timeout);
        final List<byte[]> decoded = new ArrayList<>();
        for (int other = 0; other < all.length; other++) {
            decoded.add(decode(other, all[other]));
        }
        return decoded;
    }

    private FutureTask<String[]> start(final String text, final int rank) {
        final FutureTask<String[]> meeting = new FutureTask<>(() -> gathering.allGather(text));
        final Thread thread = new Thread(meeting, "jccl-spark-meet-" + rank);
        thread.setDaemon(true);
        thread.start();
        return meeting;
    }

    private String[] await(final FutureTask<String[]> meeting, final int rank, final int size, final Duration timeout) {
        try {
            return meeting.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (final TimeoutException late) {
            throw left(new CollectiveTimeoutException(
                    "the " + size + " tasks of " + epoch + " did not all call join within "
                            + timeout.toSeconds() + " s; rank " + rank
                            + " did. Give the builder a longer timeout if some have more to do before they join"));
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw left(new CollectiveException("rank " + rank + " was interrupted while the ranks met", interrupted));
        } catch (final ExecutionException failed) {
            throw new CollectiveException(
                    "Spark did not let rank " + rank + " meet the others of " + epoch + ": "
                            + reason(failed.getCause()),
                    failed.getCause());
        }
    }

    private static String reason(final Throwable failed) {
        return failed instanceof TaskKilledException killed
                ? "it killed the task: " + killed.reason()
                : failed.getMessage();
    }

    private CollectiveException left(final CollectiveException why) {
        leave.accept(why.getMessage());
        return why;
    }

    private byte[] decode(final int other, final String text) {
        final String prefix = epoch + SEPARATOR;
        if (!text.startsWith(prefix)) {
            final int end = text.indexOf(SEPARATOR);
            throw new TransportException("rank " + other + " is a task of "
                    + (end < 0 ? "something else" : text.substring(0, end)) + ", this one of " + epoch
                    + "; every task must call join in the same place among its calls of allGather");
        }
        return Base64.getDecoder().decode(text.substring(prefix.length()));
    }
}
