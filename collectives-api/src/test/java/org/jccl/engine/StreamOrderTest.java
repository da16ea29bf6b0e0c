// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jccl.CollectiveRequest;
import org.jccl.Communicator;
import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.buffer.BufferView;
import org.jccl.buffer.Memory;
import org.jccl.testing.EmulatedDevice;
import org.jccl.testing.EmulatedStream;
import org.jccl.testing.Ranks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Operations take their turn among the work on streams of a device: after what was there, before what comes later. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class StreamOrderTest {
    private static final int RANKS = 3;
    private static final long SEED = 20_260_905;
    private static final int ROUNDS = 30;

    @ParameterizedTest
    @CsvSource({"local,1", "local,1031", "local,300007", "shm,1", "shm,131075"})
    void shouldReduceWhatWorkBeforeWroteForWorkBehind(final String transport, final int count) {
        Ranks.spawn(RANKS, transport, communicator -> {
            try (EmulatedDevice device = device(2 * count, communicator)) {
                final EmulatedStream stream = stream(device, communicator, 0);
                final List<Integer> seen = new ArrayList<>();
                for (int round = 0; round < ROUNDS; round++) {
                    final int now = round;
                    stream.run(() -> fill(device, 0, count, communicator.rank() + now));
                    communicator.allReduceAsync(view(stream, 0, count), view(stream, count, count), ReduceOp.SUM);
                    stream.run(() -> seen.add(checked(device, count, count)));
                    // and this must not come before the input was read
                    stream.run(() -> fill(device, 0, count, -1));
                }
                stream.synchronize();
                for (int round = 0; round < ROUNDS; round++) {
                    assertThat(seen.get(round))
                            .as("round %d of %s", round, stream)
                            .isEqualTo(3 + 3 * round);
                }
                assertThat(stream.turns()).as("%s", stream).isZero();
                assertThat(device.pending()).isZero();
            }
        });
    }

    @Test
    void shouldReturnFromABlockingCallWithTheResult() {
        final int count = 1031;
        Ranks.spawn(RANKS, "local", communicator -> {
            try (EmulatedDevice device = device(count, communicator)) {
                final EmulatedStream stream = stream(device, communicator, 0);
                final BufferView view = view(stream, 0, count);
                for (int round = 0; round < ROUNDS; round++) {
                    stream.run(() -> fill(device, 0, count, communicator.rank()));
                    communicator.allReduce(view, view, ReduceOp.SUM);
                    assertThat(checked(device, 0, count)).isEqualTo(3);
                    assertThat(stream.turns()).as("%s", stream).isZero();
                }
            }
        });
    }

    @Test
    void shouldTakeATurnAtEachRestart() {
        final int count = 1031;
        Ranks.spawn(RANKS, "local", communicator -> {
            try (EmulatedDevice device = device(3 * count, communicator)) {
                final EmulatedStream stream = stream(device, communicator, 0);
                fill(device, count, count, communicator.rank());
                final CollectiveRequest request = communicator.groupAsync(() -> {
                    communicator.allReduceAsync(view(stream, 0, count), view(stream, 0, count), ReduceOp.SUM);
                    communicator.allReduceAsync(view(stream, count, count), view(stream, count, count), ReduceOp.MAX);
                });
                request.await();
                for (int round = 0; round < ROUNDS; round++) {
                    final int now = round;
                    stream.run(() -> fill(device, 0, count, communicator.rank() + now));
                    request.restart();
                    stream.run(() -> fill(device, 2 * count, count, checked(device, 0, count)));
                    request.await();
                    stream.synchronize();
                    assertThat(checked(device, 2 * count, count)).isEqualTo(3 + 3 * round);
                    assertThat(checked(device, count, count)).isEqualTo(2);
                }
                assertThat(stream.turns()).as("%s", stream).isZero();
            }
        });
    }

    @Test
    void shouldExchangeInAGroupOnOneStream() {
        final int count = 1_000_003;
        Ranks.spawn(2, "local", communicator -> {
            try (EmulatedDevice device = device(2 * count, communicator)) {
                final EmulatedStream stream = stream(device, communicator, 0);
                stream.run(() -> fill(device, 0, count, communicator.rank() + 5));
                communicator.group(() -> {
                    communicator.sendAsync(view(stream, 0, count), 1 - communicator.rank());
                    communicator.receiveAsync(view(stream, count, count), 1 - communicator.rank());
                });
                assertThat(checked(device, count, count)).isEqualTo(6 - communicator.rank());
                assertThat(stream.turns()).isZero();
            }
        });
    }

    @Test
    void shouldTakeATurnForAVectorOfNothing() {
        Ranks.spawn(RANKS, "local", communicator -> {
            try (EmulatedDevice device = device(1, communicator)) {
                final EmulatedStream stream = stream(device, communicator, 0);
                final int[] ran = new int[2];
                stream.run(() -> ran[0]++);
                communicator.allReduceAsync(view(stream, 0, 0), view(stream, 0, 0), ReduceOp.SUM);
                stream.run(() -> ran[1] = ran[0]);
                stream.synchronize();
                assertThat(ran[1]).isOne();
            }
        });
    }

    @Test
    void shouldNotHoldUpCommunicatorsOnStreamsOfTheirOwn() {
        final int count = 10_007;
        Ranks.spawn(RANKS, "local", communicator -> {
            try (EmulatedDevice device = device(2 * count, communicator);
                    Communicator other = communicator.split(0, communicator.rank())) {
                final EmulatedStream[] streams = {stream(device, communicator, 0), stream(device, communicator, 1)};
                final Communicator[] both = {communicator, other};
                for (int round = 0; round < ROUNDS; round++) {
                    for (int i = 0; i < 2; i++) {
                        // ranks come to them in opposite order
                        final int which = (i + communicator.rank() + round) % 2;
                        final int first = which * count;
                        streams[which].run(() -> fill(device, first, count, communicator.rank()));
                        final BufferView view = view(streams[which], first, count);
                        both[which].allReduceAsync(view, view, ReduceOp.SUM);
                    }
                }
                for (int which = 0; which < 2; which++) {
                    streams[which].synchronize();
                    assertThat(checked(device, which * count, count)).isEqualTo(3);
                    assertThat(streams[which].turns()).isZero();
                }
            }
        });
    }

    @Test
    void shouldNotTieTwoStreamsIntoAKnot() {
        final int count = 1031;
        // of one rank: whoever shares streams between communicators has to keep one order on all ranks
        Ranks.spawn(1, "local", communicator -> {
            try (EmulatedDevice device = device(4 * count, communicator);
                    Communicator other = communicator.split(0, communicator.rank())) {
                final EmulatedStream one = stream(device, communicator, 0);
                final EmulatedStream two = stream(device, communicator, 1);
                fill(device, 0, 4 * count, 7);
                final Thread beside = new Thread(() -> reduce(other, view(two, 2 * count, count), one, 3 * count));
                beside.start();
                reduce(communicator, view(one, 0, count), two, count);
                beside.join();
                one.synchronize();
                two.synchronize();
                assertThat(checked(device, count, count)).isEqualTo(7);
                assertThat(checked(device, 3 * count, count)).isEqualTo(7);
                assertThat(one.turns() + two.turns()).as("%s, %s", one, two).isZero();
            }
        });
    }

    @Test
    void shouldSubmitInTheOrderOfTheStreamFromSeveralThreads() {
        final int count = 1031;
        Ranks.spawn(RANKS, "local", communicator -> {
            try (EmulatedDevice device = device(3 * count, communicator)) {
                final EmulatedStream stream = stream(device, communicator, 0);
                fill(device, 0, 3 * count, 1);
                final Thread beside = new Thread(() -> reduce(communicator, view(stream, 0, count), stream, 2 * count));
                beside.start();
                reduce(communicator, view(stream, 0, count), stream, count);
                beside.join();
                stream.synchronize();
                assertThat(checked(device, count, 2 * count)).isEqualTo(RANKS);
            }
        });
    }

    private static void reduce(
            final Communicator communicator, final BufferView input, final EmulatedStream stream, final int first) {
        for (int round = 0; round < 5 * ROUNDS; round++) {
            communicator.allReduceAsync(input, view(stream, first, (int) input.count()), ReduceOp.SUM);
        }
    }

    @Test
    void shouldNoticeSoonThatItsTurnHasCome() {
        final long workNs = 5_000_000;
        Ranks.spawn(1, "local", communicator -> {
            try (EmulatedDevice device = device(1, communicator)) {
                final EmulatedStream stream = stream(device, communicator, 0);
                long shortest = Long.MAX_VALUE;
                for (int round = 0; round < ROUNDS; round++) {
                    final long begun = System.nanoTime();
                    stream.run((BooleanSupplier) () -> System.nanoTime() - begun > workNs);
                    communicator.allReduce(view(stream, 0, 1), view(stream, 0, 1), ReduceOp.SUM);
                    shortest = Math.min(shortest, System.nanoTime() - begun);
                }
                assertThat(shortest).isBetween(workNs, 4 * workNs);
            }
        });
    }

    @Test
    void shouldLeaveNothingBehindWhereATurnIsRefused() {
        Ranks.spawn(1, "local", communicator -> {
            try (EmulatedDevice device = device(2, communicator)) {
                final EmulatedStream one = stream(device, communicator, 0);
                final EmulatedStream two = stream(device, communicator, 1);
                fill(device, 0, 2, 7);
                final CollectiveRequest request =
                        communicator.allReduceAsync(view(one, 0, 1), view(two, 1, 1), ReduceOp.SUM);
                request.await();
                two.refuse(new IllegalStateException("no more"));
                assertThatThrownBy(request::restart).hasMessage("no more");
                assertThatThrownBy(() -> communicator.allReduce(view(one, 0, 1), view(two, 1, 1), ReduceOp.SUM))
                        .hasMessage("no more");
                assertThat(one.turns()).isZero();
                one.synchronize();
                two.refuse(null);
                fill(device, 1, 1, 0);
                request.restart().await();
                assertThat(checked(device, 1, 1)).isEqualTo(7);
            }
        });
    }

    private static EmulatedDevice device(final int elements, final Communicator communicator) {
        return new EmulatedDevice((long) elements * Integer.BYTES, SEED + communicator.rank());
    }

    private static EmulatedStream stream(
            final EmulatedDevice device, final Communicator communicator, final int number) {
        return new EmulatedStream(device, SEED + 10 * communicator.rank() + number);
    }

    private static BufferView view(final EmulatedStream stream, final int first, final int count) {
        return stream.view((long) first * Integer.BYTES, count, DataType.INT32);
    }

    private static void fill(final EmulatedDevice device, final int first, final int count, final int value) {
        for (int i = first; i < first + count; i++) {
            Memory.putInt(device.behind((long) i * Integer.BYTES), value);
        }
    }

    /** The value that all of them have. */
    private static int checked(final EmulatedDevice device, final int first, final int count) {
        final int value = Memory.getInt(device.behind((long) first * Integer.BYTES));
        for (int i = first; i < first + count; i++) {
            assertThat(Memory.getInt(device.behind((long) i * Integer.BYTES)))
                    .as("element %d", i)
                    .isEqualTo(value);
        }
        return value;
    }
}
