// SPDX-License-Identifier: Apache-2.0
package org.jccl.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.TaskKilledException;
import org.jccl.error.CollectiveException;
import org.jccl.error.CollectiveTimeoutException;
import org.jccl.error.TransportException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The meeting of the tasks, over all-gathers that the test plays. */
@Timeout(60)
final class BarrierRendezvousTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final byte[] MINE = {0, -1, 127, ' ', ':'};

    private final List<String> left = new ArrayList<>();

    @Test
    void shouldGatherTheBytesOfAllTasksWithOneCall() {
        final AtomicInteger calls = new AtomicInteger();
        final BarrierRendezvous rendezvous = rendezvous("attempt 0", mine -> {
            calls.incrementAndGet();
            return new String[] {mine, mine};
        });
        assertThat(rendezvous.allGather(MINE, 0, 2, LONG)).containsExactly(MINE, MINE);
        assertThat(calls).hasValue(1);
    }

    @Test
    void shouldRefuseATaskOfAnOlderAttempt() {
        final String[] zombie = new String[1];
        rendezvous("attempt 0 of stage 3", mine -> {
                    zombie[0] = mine;
                    return new String[] {mine};
                })
                .allGather(MINE, 1, 1, LONG);
        assertThatThrownBy(() -> rendezvous("attempt 1 of stage 3", mine -> new String[] {mine, zombie[0]})
                        .allGather(MINE, 0, 2, LONG))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("rank 1 is a task of attempt 0 of stage 3, this one of attempt 1 of stage 3");
    }

    @Test
    void shouldRefuseTextsOfAnotherAllGather() {
        assertThatThrownBy(() -> rendezvous("attempt 0", mine -> new String[] {mine, "0.75"})
                        .allGather(MINE, 0, 2, LONG))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("rank 1 is a task of something else");
    }

    @Test
    void shouldGiveUpAtTheDeadlineAndEndTheGathering() {
        assertThatThrownBy(() -> endless().allGather(MINE, 1, 2, SHORT))
                .isInstanceOf(CollectiveTimeoutException.class)
                .hasMessageContaining("the 2 tasks of attempt 0 did not all call join");
        assertThat(left).hasSize(1);
    }

    @Test
    void shouldEndWhenInterruptedAndEndTheGathering() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> endless().allGather(MINE, 1, 2, LONG))
                .isInstanceOf(CollectiveException.class)
                .hasMessageContaining("rank 1 was interrupted");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(left).hasSize(1);
    }

    @Test
    void shouldSayWhySparkEndedTheMeeting() {
        assertThatThrownBy(() -> rendezvous("attempt 0", mine -> {
                            throw new IllegalStateException("the stage was cancelled");
                        })
                        .allGather(MINE, 1, 2, LONG))
                .isInstanceOf(CollectiveException.class)
                .hasMessageContaining("rank 1 meet the others of attempt 0: the stage was cancelled");
    }

    @Test
    void shouldSayWhySparkHasKilledTheTask() {
        assertThatThrownBy(() -> rendezvous("attempt 0", mine -> {
                            throw new TaskKilledException("another attempt succeeded");
                        })
                        .allGather(MINE, 1, 2, LONG))
                .isInstanceOf(CollectiveException.class)
                .hasMessageContaining("it killed the task: another attempt succeeded");
    }

    /** Of a gathering that ends when it is left, and not before. */
    private BarrierRendezvous endless() {
        final CompletableFuture<String[]> never = new CompletableFuture<>();
        return new BarrierRendezvous("attempt 0", mine -> never.join(), why -> {
            left.add(why);
            never.complete(new String[0]);
        });
    }

    private BarrierRendezvous rendezvous(final String epoch, final BarrierRendezvous.Gathering gathering) {
        return new BarrierRendezvous(epoch, gathering, left::add);
    }
}
