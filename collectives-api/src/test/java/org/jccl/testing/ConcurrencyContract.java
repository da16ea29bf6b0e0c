// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import org.jccl.Communicator;
import org.jccl.ReduceOp;
import org.jccl.buffer.BufferView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several communicators at once, several threads on one, and communicators divided. */
interface ConcurrencyContract extends OverTransport {
    /** Threads that call on behalf of one rank. */
    int CALLERS = 4;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
    default void shouldDivideByColourAndOrderByKey(final int size) {
        spawn(size, communicator -> {
            final int rank = communicator.rank();
            try (Communicator part = communicator.split(rank % 3, -rank)) {
                final int members = (size - rank % 3 + 2) / 3;
                assertThat(part.size()).isEqualTo(members);
                assertThat(part.rank()).isEqualTo(members - 1 - rank / 3);
                final int[] sum = {rank};
                final BufferView view = BufferView.of(sum);
                part.allReduce(view, view, ReduceOp.SUM);
                int expected = 0;
                for (int other = rank % 3; other < size; other += 3) {
                    expected += other;
                }
                assertThat(sum[0]).isEqualTo(expected);
            }
            communicator.barrier();
        });
    }

    @Test
    default void shouldGiveNoCommunicatorToTheUncoloured() {
        spawn(3, communicator -> {
            try (Communicator part = communicator.split(communicator.rank() == 1 ? -1 : 0, 0)) {
                assertThat(part == null).isEqualTo(communicator.rank() == 1);
                if (part != null) {
                    assertThat(part.size()).isEqualTo(2);
                    part.barrier();
                }
            }
            communicator.barrier();
        });
    }

    @Test
    default void shouldRunTwoCommunicatorsInOppositeOrders() {
        spawn(2, communicator -> {
            try (Communicator other = communicator.split(0, communicator.rank())) {
                for (int round = 0; round < 50; round++) {
                    final float[] a = {1};
                    final float[] b = {2};
                    final BufferView viewA = BufferView.of(a);
                    final BufferView viewB = BufferView.of(b);
                    if (communicator.rank() == 0) {
                        final var pending = communicator.allReduceAsync(viewA, viewA, ReduceOp.SUM);
                        other.allReduce(viewB, viewB, ReduceOp.SUM);
                        pending.await();
                    } else {
                        final var pending = other.allReduceAsync(viewB, viewB, ReduceOp.SUM);
                        communicator.allReduce(viewA, viewA, ReduceOp.SUM);
                        pending.await();
                    }
                    assertThat(a).containsExactly(2);
                    assertThat(b).containsExactly(4);
                }
            }
        });
    }

    @Test
    default void shouldServeOneCommunicatorPerThread() {
        spawn(2, communicator -> {
            final Communicator[] parts = new Communicator[CALLERS];
            Arrays.setAll(parts, i -> communicator.split(0, communicator.rank()));
            RankThreads.run(CALLERS, Duration.ofSeconds(40), caller -> {
                sumRepeatedly(parts[caller], 200, 1_000 * caller + 1);
                return null;
            });
            for (final Communicator part : parts) {
                part.close();
            }
        });
    }

    private static void sumRepeatedly(final Communicator communicator, final int rounds, final int count) {
        for (int round = 0; round < rounds; round++) {
            final float[] values = new float[count];
            Arrays.fill(values, round);
            communicator.allReduce(values, ReduceOp.SUM);
            assertThat(values[0]).isEqualTo(round * communicator.size());
            assertThat(values[count - 1]).isEqualTo(round * communicator.size());
        }
    }

    @Test
    default void shouldLetSeveralThreadsCallOneCommunicator() {
        spawn(3, communicator -> {
            // all ranks submit equal operations, so whichever thread comes first, the orders agree
            final int callers = CALLERS;
            RankThreads.run(callers, Duration.ofSeconds(40), caller -> {
                sumEqual(communicator, 100);
                return null;
            });
        });
    }

    private static void sumEqual(final Communicator communicator, final int rounds) {
        for (int round = 0; round < rounds; round++) {
            final float[] values = new float[1_001];
            Arrays.fill(values, 1);
            communicator.allReduce(values, ReduceOp.SUM);
            assertThat(values[0]).isEqualTo(communicator.size());
            assertThat(values[1_000]).isEqualTo(communicator.size());
        }
    }

    @Test
    default void shouldSurviveWithoutTheParentAfterASplit() {
        spawn(4, communicator -> {
            final Communicator part = communicator.split(communicator.rank() / 2, 0);
            communicator.close();
            sumRepeatedly(part, 20, 100);
            part.close();
        });
    }
}
