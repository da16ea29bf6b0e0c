// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jccl.CollectiveRequest;
import org.jccl.Communicator;
import org.jccl.DataType;
import org.jccl.ReduceOp.Kind;
import org.jccl.schedule.Collective;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Operations that are started and not waited for. */
interface RequestContract extends OverTransport {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 7})
    default void shouldKeepManyOperationsInFlight(final int size) {
        final List<Exercise> exercises = mixed(size);
        spawn(size, communicator -> {
            final List<Trial> trials = prepare(exercises, communicator);
            final List<CollectiveRequest> requests = new ArrayList<>();
            trials.forEach(trial -> requests.add(trial.start()));
            for (int i = requests.size() - 1; i >= 0; i--) {
                requests.get(i).await();
            }
            trials.forEach(Trial::check);
            trials.forEach(Trial::close);
        });
    }

    /** Every collective, at several sizes. */
    static List<Exercise> mixed(final int size) {
        final List<Exercise> exercises = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            for (final Collective collective : MovementContract.COLLECTIVES) {
                exercises.add(Exercise.of(collective, DataType.FLOAT32, Kind.SUM, size, i % size, 40L * i * i * i + 1));
            }
        }
        return exercises;
    }

    /** A trial of each. */
    static List<Trial> prepare(final List<Exercise> exercises, final Communicator communicator) {
        final List<Trial> trials = new ArrayList<>();
        for (final Exercise exercise : exercises) {
            trials.add(Trial.prepare(exercise, communicator, false, trials.size()));
        }
        return trials;
    }

    @Test
    default void shouldFinishWithoutAnyoneWaiting() {
        spawn(3, communicator -> {
            final Exercise exercise = Exercise.of(Collective.ALL_REDUCE, DataType.FLOAT32, Kind.SUM, 3, 0, 300_007);
            try (Trial trial = Trial.prepare(exercise, communicator, false, 0)) {
                trial.start().toCompletableFuture().get(30, TimeUnit.SECONDS);
                trial.check();
            }
        });
    }

    @Test
    default void shouldRestartOverTheSameBuffers() {
        spawn(3, communicator -> {
            for (final Collective collective : MovementContract.COLLECTIVES) {
                restart(communicator, Exercise.of(collective, DataType.FLOAT32, Kind.SUM, 3, 1, 3_001));
            }
        });
    }

    private static void restart(final Communicator communicator, final Exercise exercise) {
        try (Trial trial = Trial.prepare(
                exercise, communicator, true, exercise.collective().ordinal())) {
            final CollectiveRequest request = trial.start();
            request.await();
            for (int round = 0; round < 20; round++) {
                trial.check();
                trial.refill();
                assertThat(request.restart()).isSameAs(request);
                request.await();
                assertThat(request.isDone()).isTrue();
            }
        }
    }

    @Test
    default void shouldOnlyEndTheWaitWhenAWaitRunsOut() {
        spawn(2, communicator -> {
            final Exercise exercise = Exercise.of(Collective.ALL_REDUCE, DataType.INT64, Kind.SUM, 2, 0, 1_000);
            try (Trial trial = Trial.prepare(exercise, communicator, false, 0)) {
                if (communicator.rank() == 1) {
                    Thread.sleep(300);
                }
                final CollectiveRequest request = trial.start();
                if (communicator.rank() == 0) {
                    assertThat(request.await(Duration.ofMillis(20))).isFalse();
                    assertThat(request.isDone()).isFalse();
                }
                assertThat(request.await(Duration.ofSeconds(30))).isTrue();
                trial.check();
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
    default void shouldLetNobodyOutOfABarrierEarly(final int size) {
        final java.util.concurrent.atomic.AtomicInteger entered = new java.util.concurrent.atomic.AtomicInteger();
        spawn(size, communicator -> {
            for (int round = 1; round <= 50; round++) {
                entered.incrementAndGet();
                if (round % 3 == 0) {
                    communicator.barrierAsync().await();
                } else {
                    communicator.barrier();
                }
                assertThat(entered.get()).as("round %d", round).isGreaterThanOrEqualTo(round * size);
                communicator.barrier();
            }
        });
    }
}
