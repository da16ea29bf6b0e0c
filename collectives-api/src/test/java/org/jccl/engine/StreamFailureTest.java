// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jccl.CollectiveRequest;
import org.jccl.Communicator;
import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.buffer.BufferView;
import org.jccl.error.CollectiveException;
import org.jccl.testing.EmulatedDevice;
import org.jccl.testing.EmulatedStream;
import org.jccl.testing.Ranks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** However operations end whose turn has not come, no stream is left waiting. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class StreamFailureTest {
    private static final int RANKS = 3;
    private static final int COUNT = 1031;
    private static final long SEED = 20_260_906;
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void shouldFailOnEveryRankWhereTheWorkBeforeFails() {
        Ranks.spawn(RANKS, "local", communicator -> {
            try (EmulatedDevice device = device()) {
                final EmulatedStream stream = new EmulatedStream(device, SEED);
                stream.run(() -> {
                    if (communicator.rank() == 1) {
                        throw new IllegalStateException("an illegal address, say");
                    }
                });
                // rank 1 may have failed before another rank has even called
                for (int call = 0; call < 2; call++) {
                    assertThatThrownBy(() -> reduce(communicator, stream).await(SOON))
                            .isInstanceOf(CollectiveException.class)
                            .hasMessageContaining("an illegal address, say");
                }
                assertFree(stream);
            }
        });
    }

    @Test
    void shouldLetGoWhenAborted() {
        whileRankZeroWaits(Duration.ofSeconds(30), communicator -> communicator.abort("enough"), "enough");
    }

    @Test
    void shouldLetGoWhenAnotherRankAborts() {
        whileRankZeroWaits(
                Duration.ofSeconds(30),
                communicator -> {
                    if (communicator.rank() == 1) {
                        communicator.abort("rank 1 gives up");
                    }
                },
                "rank 1 gives up");
    }

    @Test
    void shouldSayAtTheDeadlineWhoseStreamIsLate() {
        whileRankZeroWaits(
                Duration.ofMillis(500), communicator -> {}, "rank 0 waits for the work before it on a stream");
    }

    @Test
    void shouldLetGoWhenClosed() {
        whileRankZeroWaits(Duration.ofSeconds(30), Communicator::close, "closed");
    }

    /** Work that is never over keeps the turn of rank 0 from coming, while that happens on each. */
    private static void whileRankZeroWaits(
            final Duration deadline, final Consumer<Communicator> happens, final String said) {
        final CountDownLatch submitted = new CountDownLatch(RANKS);
        Ranks.spawn(RANKS, "local", builder -> builder.timeout(deadline), communicator -> {
            try (EmulatedDevice device = device()) {
                final EmulatedStream stream = new EmulatedStream(device, SEED);
                final AtomicBoolean over = new AtomicBoolean(communicator.rank() != 0);
                stream.run(over::get);
                final CollectiveRequest request = reduce(communicator, stream);
                final CollectiveRequest next = reduce(communicator, stream);
                submitted.countDown();
                submitted.await();
                happens.accept(communicator);
                assertThatThrownBy(() -> request.await(SOON))
                        .as("%s", stream)
                        .isInstanceOf(CollectiveException.class)
                        .hasMessageContaining(said);
                assertThatThrownBy(() -> next.await(SOON)).isInstanceOf(CollectiveException.class);
                assertThatThrownBy(request::restart).isInstanceOf(CollectiveException.class);
                over.set(true);
                assertFree(stream);
            }
        });
    }

    @Test
    void shouldFailWhenItsTurnComesAfterAPeerHasGone() {
        final CountDownLatch gone = new CountDownLatch(1);
        Ranks.spawn(2, "local", communicator -> {
            if (communicator.rank() == 1) {
                communicator.barrier();
                communicator.close();
                gone.countDown();
                return;
            }
            try (EmulatedDevice device = device()) {
                final EmulatedStream stream = new EmulatedStream(device, SEED);
                final AtomicBoolean over = new AtomicBoolean();
                communicator.barrier();
                stream.run(over::get);
                final CollectiveRequest request = reduce(communicator, stream);
                gone.await();
                assertThat(request.isDone()).isFalse();
                over.set(true);
                assertThatThrownBy(() -> request.await(SOON))
                        .isInstanceOf(CollectiveException.class)
                        .hasMessageContaining("rank 1");
                assertFree(stream);
            }
        });
    }

    @Test
    void shouldLetGoOfWhomAFullStreamHeldUpWhenItWasClosed() {
        Ranks.spawn(1, "local", communicator -> {
            try (EmulatedDevice device = device()) {
                final EmulatedStream stream = new EmulatedStream(device, SEED);
                final AtomicBoolean over = new AtomicBoolean();
                stream.run(over::get);
                stream.limit(10);
                final AtomicReference<RuntimeException> refused = new AtomicReference<>();
                final Thread caller = new Thread(() -> callUntilRefused(communicator, stream, refused));
                caller.start();
                while (!stream.isFull()) {
                    Thread.yield();
                }
                final Thread closer = new Thread(communicator::close);
                closer.start();
                Thread.sleep(20);
                over.set(true);
                closer.join();
                caller.join();
                assertThat(refused.get()).hasMessageContaining("closed");
                assertFree(stream);
            }
        });
    }

    private static void callUntilRefused(
            final Communicator communicator,
            final EmulatedStream stream,
            final AtomicReference<RuntimeException> refused) {
        try {
            while (true) {
                reduce(communicator, stream);
            }
        } catch (final CollectiveException thrown) {
            refused.set(thrown);
        }
    }

    private static void assertFree(final EmulatedStream stream) {
        stream.synchronize();
        assertThat(stream.turns()).as("%s", stream).isZero();
    }

    private static CollectiveRequest reduce(final Communicator communicator, final EmulatedStream stream) {
        final BufferView view = stream.view(0, COUNT, DataType.INT32);
        return communicator.allReduceAsync(view, view, ReduceOp.SUM);
    }

    private static EmulatedDevice device() {
        return new EmulatedDevice((long) COUNT * Integer.BYTES, SEED);
    }
}
