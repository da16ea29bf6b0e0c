// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.Arrays;
import org.jccl.Communicator;
import org.jccl.ReduceOp;
import org.jccl.buffer.BufferView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Send and receive. */
public interface PointToPointContract extends OverTransport {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_031, 128 * 1024 + 3, 1_500_007})
    default void shouldPassATokenAroundTheRing(final int count) {
        final int size = 4;
        spawn(size, communicator -> {
            final int rank = communicator.rank();
            final int[] token = new int[count];
            if (rank == 0) {
                Arrays.setAll(token, i -> i * 7);
                communicator.send(BufferView.of(token), 1);
                communicator.receive(BufferView.of(token), size - 1);
            } else {
                communicator.receive(BufferView.of(token), rank - 1);
                Arrays.setAll(token, i -> token[i] + 1);
                communicator.send(BufferView.of(token), (rank + 1) % size);
            }
            for (int i = 0; i < count; i++) {
                assertThat(token[i]).isEqualTo(i * 7 + (rank == 0 ? size - 1 : rank));
            }
        });
    }

    @Test
    default void shouldCarryFromAnArrayToNativeMemoryAndBack() {
        spawn(2, communicator -> {
            final int count = 2_500_003;
            final int[] array = new int[count];
            final IntBuffer there = ByteBuffer.allocateDirect(count * Integer.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .asIntBuffer();
            if (communicator.rank() == 0) {
                Arrays.setAll(array, i -> i * 7);
                communicator.send(BufferView.of(array), 1);
                Arrays.fill(array, -1);
                communicator.receive(BufferView.of(array), 1);
                for (int i = 0; i < count; i++) {
                    assertThat(array[i]).isEqualTo(i * 7);
                }
            } else {
                communicator.receive(new BufferView().wrap(there), 0);
                communicator.send(new BufferView().wrap(there), 0);
            }
        });
    }

    @Test
    default void shouldKeepTheOrderOfEachPair() {
        spawn(2, communicator -> {
            for (int message = 0; message < 500; message++) {
                final int[] value = {message};
                if (communicator.rank() == 0) {
                    communicator.send(BufferView.of(value), 1);
                } else {
                    value[0] = -1;
                    communicator.receive(BufferView.of(value), 0);
                    assertThat(value[0]).isEqualTo(message);
                }
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 8})
    default void shouldExchangeInAGroupInAnyOrder(final int size) {
        spawn(size, communicator -> {
            for (final int count : new int[] {1, 5_003, 300_007}) {
                exchangeInGroup(communicator, count);
            }
        });
    }

    /** Every rank submits its sends before its receives, each in an order of its own. */
    private static void exchangeInGroup(final Communicator communicator, final int count) {
        final int rank = communicator.rank();
        final int size = communicator.size();
        final long[][] given = new long[size][count];
        final long[][] taken = new long[size][count];
        communicator.group(() -> {
            for (int i = 0; i < size; i++) {
                final int peer = (i * (rank % 2 == 0 ? 1 : size - 1) + rank) % size;
                if (peer != rank) {
                    Arrays.setAll(given[peer], at -> 1_000_000L * rank + 1_000L * peer + at);
                    communicator.sendAsync(BufferView.of(given[peer]), peer);
                }
            }
            for (int peer = size - 1; peer >= 0; peer--) {
                if (peer != rank) {
                    communicator.receiveAsync(BufferView.of(taken[peer]), peer);
                }
            }
        });
        for (int peer = 0; peer < size; peer++) {
            if (peer != rank) {
                assertThat(taken[peer][0]).isEqualTo(1_000_000L * peer + 1_000L * rank);
                assertThat(taken[peer][count - 1]).isEqualTo(1_000_000L * peer + 1_000L * rank + count - 1);
            }
        }
    }

    @Test
    default void shouldNotOrderSendsAgainstCollectives() {
        spawn(2, communicator -> {
            final float[] sum = {1};
            final int[] message = {communicator.rank() == 0 ? 42 : 0};
            if (communicator.rank() == 0) {
                communicator.allReduce(sum, ReduceOp.SUM);
                communicator.send(BufferView.of(message), 1);
            } else {
                final var receive = communicator.receiveAsync(BufferView.of(message), 0);
                communicator.allReduce(sum, ReduceOp.SUM);
                receive.await();
            }
            assertThat(sum).containsExactly(2);
            assertThat(message).containsExactly(42);
        });
    }
}
