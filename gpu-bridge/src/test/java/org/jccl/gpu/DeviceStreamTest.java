// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import jcuda.driver.CUgraph;
import jcuda.driver.CUstreamCaptureMode;
import jcuda.driver.JCudaDriver;
import org.jccl.CollectiveRequest;
import org.jccl.Communicator;
import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.buffer.BufferView;
import org.jccl.error.CollectiveException;
import org.jccl.error.InvalidUsageException;
import org.jccl.testing.Ranks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Collectives among the work on streams: JCuda and all, over the driver that pretends. */
@Timeout(120)
final class DeviceStreamTest {
    private static final int RANKS = 3;
    private static final int ROUNDS = 50;
    private static final long SEED = 20_260_907;
    private static final Duration SOON = Duration.ofSeconds(20);

    @BeforeEach
    void driver() {
        Pretended.require();
    }

    @AfterEach
    void nothingIsLeft() {
        for (int device = 0; device < 2; device++) {
            final StreamGates gates = DeviceContext.of(device).gates();
            assertThat(gates.free()).as("gates of device %d", device).isEqualTo(gates.made());
        }
    }

    @ParameterizedTest
    @CsvSource({"local,1", "local,1031", "local,300007", "shm,131075"})
    void shouldReduceWhatWorkBeforeWroteForWorkBehind(final String transport, final int count) {
        Ranks.spawn(RANKS, transport, communicator -> {
            final int device = communicator.rank() % 2;
            try (DeviceStream stream = DeviceStream.create(device);
                    StreamWork work = new StreamWork(stream, 3 * ROUNDS);
                    DeviceBuffer input = DeviceBuffer.allocate(device, count, DataType.INT32);
                    DeviceBuffer output = DeviceBuffer.allocate(device, count, DataType.INT32)) {
                Pretended.fill(input, new int[count]);
                for (int round = 0; round < ROUNDS; round++) {
                    work.write(input, round, communicator.rank() + round);
                    communicator.allReduceAsync(input.view(stream), output.view(stream), ReduceOp.SUM);
                    work.read(output, ROUNDS + round);
                    // and this must not come before the input was read
                    work.write(input, 2 * ROUNDS + round, -5);
                }
                work.synchronize();
                assertSums(work, ROUNDS);
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"0,0", "0,1", "1,0"})
    void shouldKeepTheOrderOfTwoStreams(final int firstDevice, final int secondDevice) {
        Ranks.spawn(RANKS, "local", communicator -> {
            try (DeviceStream before = DeviceStream.create(firstDevice);
                    DeviceStream behind = DeviceStream.create(secondDevice);
                    StreamWork writes = new StreamWork(before, ROUNDS);
                    StreamWork reads = new StreamWork(behind, 2 * ROUNDS);
                    DeviceBuffer input = DeviceBuffer.allocate(secondDevice, 1031, DataType.INT32);
                    DeviceBuffer output = DeviceBuffer.allocate(firstDevice, 1031, DataType.INT32)) {
                Pretended.fill(input, new int[1031]);
                for (int round = 0; round < ROUNDS; round++) {
                    writes.write(input, round, communicator.rank() + round);
                    communicator.allReduceAsync(input.view(before), output.view(behind), ReduceOp.SUM);
                    reads.read(output, ROUNDS + round);
                }
                reads.synchronize();
                writes.synchronize();
                assertSums(reads, ROUNDS);
            }
        });
    }

    private static void assertSums(final StreamWork work, final int first) {
        for (int round = 0; round < ROUNDS; round++) {
            assertThat(work.value(first + round)).as("round %d", round).isEqualTo(3 + 3 * round);
        }
    }

    @Test
    void shouldTakeAThousandInARowWithoutWaiting() {
        final int calls = 1000;
        Ranks.spawn(RANKS, "local", communicator -> {
            final Random random = new Random(SEED);
            try (DeviceStream stream = DeviceStream.create(0);
                    StreamWork work = new StreamWork(stream, 2 * calls);
                    DeviceBuffer buffer = DeviceBuffer.allocate(0, 40_000, DataType.INT32)) {
                Pretended.fill(buffer, new int[40_000]);
                for (int call = 0; call < calls; call++) {
                    final int count = 1 + (random.nextInt(4) == 0 ? random.nextInt(40_000) : random.nextInt(500));
                    final BufferView view = buffer.slice(0, count).view(stream);
                    work.write(buffer, call, communicator.rank() + call);
                    communicator.allReduceAsync(view, view, ReduceOp.MAX);
                    work.read(buffer, calls + call);
                }
                work.synchronize();
                for (int call = 0; call < calls; call++) {
                    assertThat(work.value(calls + call))
                            .as("call %d of seed %d", call, SEED)
                            .isEqualTo(RANKS - 1 + call);
                }
            }
        });
        assertThat(DeviceContext.of(0).gates().made()).isLessThanOrEqualTo(RANKS * calls);
    }

    @Test
    void shouldServeTwoCommunicatorsOnOneStreamAndOnTwo() {
        Ranks.spawn(RANKS, "local", communicator -> {
            try (DeviceStream one = DeviceStream.create(0);
                    DeviceStream two = DeviceStream.create(0);
                    StreamWork work = new StreamWork(one, 2 * ROUNDS);
                    StreamWork beside = new StreamWork(two, 2 * ROUNDS);
                    DeviceBuffer buffer = DeviceBuffer.allocate(0, 1, DataType.INT32);
                    DeviceBuffer other = DeviceBuffer.allocate(0, 1, DataType.INT32);
                    Communicator split = communicator.split(0, communicator.rank())) {
                final Thread thread = new Thread(() -> {
                    for (int round = 0; round < ROUNDS; round++) {
                        beside.write(other, round, communicator.rank() + round);
                        split.allReduceAsync(other.view(two), other.view(two), ReduceOp.SUM);
                        beside.read(other, ROUNDS + round);
                    }
                });
                // streams of their own are used in whatever order, a common one by one after the other
                thread.start();
                for (int round = 0; round < ROUNDS; round++) {
                    work.write(buffer, round, communicator.rank());
                    communicator.allReduceAsync(buffer.view(one), buffer.view(one), ReduceOp.SUM);
                    work.read(buffer, ROUNDS + round);
                }
                thread.join();
                split.allReduceAsync(buffer.view(one), buffer.view(one), ReduceOp.SUM);
                work.read(buffer, 0);
                work.synchronize();
                beside.synchronize();
                assertThat(work.value(0)).isEqualTo(9);
                assertSums(beside, ROUNDS);
            }
        });
    }

    @Test
    void shouldReturnFromABlockingCallWithTheResult() {
        Ranks.spawn(RANKS, "local", communicator -> {
            try (DeviceStream stream = DeviceStream.create(1);
                    StreamWork work = new StreamWork(stream, 1);
                    DeviceBuffer buffer = DeviceBuffer.allocate(1, 1, DataType.INT32)) {
                work.write(buffer, 0, communicator.rank());
                communicator.allReduce(buffer.view(stream), buffer.view(stream), ReduceOp.SUM);
                assertThat(Pretended.read(buffer)).containsExactly(3);
            }
        });
    }

    @Test
    void shouldLetTheStreamGoOnAfterAFailure() {
        Ranks.spawn(RANKS, "local", communicator -> {
            try (DeviceStream stream = DeviceStream.create(0);
                    StreamWork work = new StreamWork(stream, 1);
                    DeviceBuffer buffer = DeviceBuffer.allocate(0, 1031, DataType.INT32)) {
                final StreamGate stuck = work.stick();
                final CollectiveRequest request =
                        communicator.allReduceAsync(buffer.view(stream), buffer.view(stream), ReduceOp.SUM);
                communicator.abort("enough");
                assertThatThrownBy(() -> request.await(SOON))
                        .isInstanceOf(CollectiveException.class)
                        .hasMessageContaining("enough");
                work.go(stuck);
                work.read(buffer, 0);
                work.synchronize();
            }
        });
    }

    @Test
    void shouldKeepTurnsWhenClosedAndTakeNoMore() {
        Ranks.spawn(1, "local", communicator -> {
            final DeviceStream stream = DeviceStream.create(0);
            try (StreamWork work = new StreamWork(stream, 1);
                    DeviceBuffer buffer = DeviceBuffer.allocate(0, 1, DataType.INT32)) {
                final BufferView view = buffer.view(stream);
                final StreamGate stuck = work.stick();
                work.write(buffer, 0, 7);
                final CollectiveRequest request = communicator.allReduceAsync(view, view, ReduceOp.SUM);
                stream.close();
                stream.close();
                assertThatThrownBy(() -> communicator.allReduceAsync(view, view, ReduceOp.SUM))
                        .isInstanceOf(InvalidUsageException.class)
                        .hasMessageContaining("the stream of device 0 is closed");
                assertThat(request.isDone()).isFalse();
                work.go(stuck);
                assertThat(request.await(SOON)).isTrue();
                assertThat(Pretended.read(buffer)).containsExactly(7);
            }
        });
    }

    @Test
    void shouldNotDestroyWhatItWraps() {
        try (DeviceStream stream = DeviceStream.create(1)) {
            final DeviceStream wrapped = DeviceStream.wrap(stream.handle(), 1);
            assertThat(wrapped.device()).isEqualTo(1);
            wrapped.close();
            assertThat(JCudaDriver.cuStreamQuery(stream.handle())).isZero();
            stream.turn().end();
        }
    }

    @Test
    void shouldRefuseATurnWithinACapture() {
        try (DeviceStream stream = DeviceStream.create(0)) {
            assertThat(JCudaDriver.cuStreamBeginCapture(
                            stream.handle(), CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_GLOBAL))
                    .isZero();
            assertThatThrownBy(stream::turn)
                    .isInstanceOf(InvalidUsageException.class)
                    .hasMessageContaining("the stream of device 0 is being captured");
        }
    }

    /** Of a whole process, as frameworks capture: then CUDA forbids threads that have not spoken up to ask for an event. */
    @Test
    void shouldGoOnWhileAnotherStreamIsBeingCaptured() {
        try (DeviceStream captured = DeviceStream.create(0)) {
            DeviceContext.of(1);
            JCudaDriver.cuStreamBeginCapture(captured.handle(), CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_GLOBAL);
            try {
                Ranks.spawn(RANKS, "local", communicator -> {
                    try (DeviceBuffer buffer = DeviceBuffer.allocate(communicator.rank() % 2, 1031, DataType.INT32)) {
                        Pretended.fill(buffer, new int[1031]);
                        communicator.allReduce(buffer.view(), buffer.view(), ReduceOp.SUM);
                    }
                    final int[] mode = {CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_RELAXED};
                    JCudaDriver.cuThreadExchangeStreamCaptureMode(mode);
                    assertThat(mode).as("as it was").containsExactly(CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_GLOBAL);
                });
            } finally {
                JCudaDriver.cuStreamEndCapture(captured.handle(), new CUgraph());
            }
        }
    }

    @Test
    void shouldEndATurnOnce() {
        try (DeviceStream stream = DeviceStream.create(0)) {
            final GatedTurn turn = (GatedTurn) stream.turn();
            turn.hold();
            turn.end();
            turn.end();
            final StreamGates gates = DeviceContext.of(0).gates();
            assertThat(gates.free()).isEqualTo(gates.made());
        }
    }
}
