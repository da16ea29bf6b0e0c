// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import org.jccl.CollectiveRequest;
import org.jccl.Communicator;
import org.jccl.Priority;
import org.jccl.ReduceOp;
import org.jccl.buffer.BufferView;
import org.jccl.error.CollectiveTimeoutException;
import org.jccl.error.InvalidUsageException;
import org.jccl.observe.LatencyReport;
import org.junit.jupiter.api.Test;

/** Urgent operations have an order of their own, and go before what is under way. */
interface PriorityContract extends OverTransport {
    /** Fills what lies between ranks on every transport. */
    int LARGE = 4 << 20;

    @Test
    default void shouldEndWhatIsUrgentWhileWhatIsOrdinaryIsStuck() {
        spawn(3, communicator -> {
            final Communicator urgent = communicator.priority(Priority.URGENT);
            final float[] large = filled(LARGE, communicator.rank());
            CollectiveRequest bulk = null;
            // rank 0 comes to the ordinary one last: until then it is stuck, with links that are full
            if (communicator.rank() != 0) {
                bulk = reduce(communicator, large);
            }
            sumSmall(urgent, 50);
            if (communicator.rank() == 0) {
                bulk = reduce(communicator, large);
            } else {
                assertThat(bulk.isDone()).isFalse();
            }
            sumSmall(urgent, 50);
            bulk.await();
            assertThat(large).containsOnly(3);
        });
    }

    private static CollectiveRequest reduce(final Communicator communicator, final float[] values) {
        final BufferView view = BufferView.of(values);
        return communicator.allReduceAsync(view, view, ReduceOp.SUM);
    }

    private static float[] filled(final int count, final float value) {
        final float[] values = new float[count];
        Arrays.fill(values, value);
        return values;
    }

    private static void sumSmall(final Communicator communicator, final int rounds) {
        for (int round = 0; round < rounds; round++) {
            final float[] values = filled(1 + 37 * round, round);
            communicator.allReduce(values, ReduceOp.SUM);
            assertThat(values).containsOnly(round * communicator.size());
        }
    }

    @Test
    default void shouldServeBothFromThreadsOfTheirOwn() {
        spawn(2, communicator -> {
            final Communicator urgent = communicator.priority(Priority.URGENT);
            RankThreads.run(2, Duration.ofSeconds(40), caller -> {
                if (caller == 0) {
                    sumSmall(urgent, 300);
                } else {
                    sumLarge(communicator, 6);
                }
                return null;
            });
        });
    }

    private static void sumLarge(final Communicator communicator, final int rounds) {
        for (int round = 0; round < rounds; round++) {
            final float[] values = filled(LARGE / 4 + round, round);
            communicator.allReduce(values, ReduceOp.SUM);
            assertThat(values).containsOnly(round * communicator.size());
        }
    }

    @Test
    default void shouldGoOnWithWhatIsOrdinaryWhileSomethingUrgentWaitsForARank() {
        spawn(2, communicator -> {
            final Communicator urgent = communicator.priority(Priority.URGENT);
            final float[] large = filled(LARGE, 1);
            if (communicator.rank() == 0) {
                final CollectiveRequest barrier = urgent.barrierAsync();
                communicator.allReduce(large, ReduceOp.SUM);
                barrier.await();
            } else {
                // comes to the urgent one only when the ordinary one has ended
                communicator.allReduce(large, ReduceOp.SUM);
                urgent.barrier();
            }
            assertThat(large).containsOnly(2);
        });
    }

    @Test
    default void shouldKeepGroupsOfBothApart() {
        spawn(3, communicator -> {
            final Communicator urgent = communicator.priority(Priority.URGENT);
            final float[][] all = new float[8][];
            Arrays.setAll(all, i -> filled(i + 1, communicator.rank()));
            communicator.group(() -> {
                for (int i = 0; i < all.length; i++) {
                    reduce(i % 2 == 0 ? communicator : urgent, all[i]);
                }
            });
            for (final float[] each : all) {
                assertThat(each).containsOnly(3);
            }
        });
    }

    @Test
    default void shouldTellOfTagsApart() {
        spawn(2, communicator -> {
            final Communicator loss = communicator.tag("loss").priority(Priority.URGENT);
            sumSmall(communicator, 5);
            sumSmall(loss, 7);
            assertThat(ended(communicator, "")).isEqualTo(5);
            assertThat(ended(communicator, "loss")).isEqualTo(7);
        });
    }

    private static long ended(final Communicator communicator, final String tag) {
        return communicator.latencies().stream()
                .filter(report -> report.kind().tag().equals(tag))
                .mapToLong(LatencyReport::operations)
                .sum();
    }

    @Test
    default void shouldSayThatRanksDisagreeOnThePriority() {
        spawn(2, communicator -> {
            final Communicator mine = communicator
                    .priority(communicator.rank() == 0 ? Priority.URGENT : Priority.ORDINARY)
                    .timeout(Duration.ofMillis(700));
            assertThatThrownBy(mine::barrier)
                    .isInstanceOf(CollectiveTimeoutException.class)
                    .hasMessageContaining("urgent barrier #0")
                    .hasMessageContaining(" barrier #0;");
        });
    }

    @Test
    default void shouldRefuseWhatIsNoPriorityOrTag() {
        spawn(1, communicator -> {
            assertThatThrownBy(() -> communicator.priority(null))
                    .isInstanceOf(InvalidUsageException.class)
                    .hasMessageContaining("Priority.URGENT");
            assertThatThrownBy(() -> communicator.tag("x".repeat(65)))
                    .isInstanceOf(InvalidUsageException.class)
                    .hasMessageContaining("64 characters");
        });
    }
}
