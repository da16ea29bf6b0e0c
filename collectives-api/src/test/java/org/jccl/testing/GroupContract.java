// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jccl.CollectiveRequest;
import org.jccl.Communicator;
import org.jccl.DataType;
import org.jccl.ReduceOp.Kind;
import org.jccl.schedule.Collective;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Operations that are submitted as one; small all-reduces among them travel together. */
interface GroupContract extends OverTransport {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    default void shouldSubmitAGroupAsOne(final int size) {
        final List<Exercise> exercises = RequestContract.mixed(size);
        spawn(size, communicator -> {
            final List<Trial> trials = RequestContract.prepare(exercises, communicator);
            communicator.group(() -> trials.forEach(Trial::start));
            trials.forEach(Trial::check);
            trials.forEach(Trial::refill);
            final CollectiveRequest group = communicator.groupAsync(() -> trials.forEach(Trial::start));
            group.await();
            trials.forEach(Trial::check);
            trials.forEach(Trial::close);
        });
    }

    /** Types, operators and memory of every kind; empty vectors, and some too large to travel with others. */
    private static List<Trial> allReduces(final Communicator communicator) {
        final List<Trial> trials = new ArrayList<>();
        for (final long count : new long[] {1, 0, 7, 250, 2048, 100_000, 0, 33, 1999, 3}) {
            for (final Kind kind : new Kind[] {Kind.SUM, Kind.AVG, Kind.MAX}) {
                for (final DataType type : new DataType[] {DataType.FLOAT32, DataType.INT8, DataType.BFLOAT16}) {
                    final Exercise exercise =
                            Exercise.of(Collective.ALL_REDUCE, type, kind, communicator.size(), 0, count);
                    trials.add(Trial.prepare(exercise, communicator, trials.size() % 3 == 0, trials.size()));
                }
            }
        }
        return trials;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    default void shouldCarrySmallAllReducesOfAGroupTogether(final int size) {
        spawn(size, communicator -> {
            final List<Trial> trials = allReduces(communicator);
            final CollectiveRequest group = communicator.groupAsync(() -> trials.forEach(Trial::start));
            for (int round = 0; round < 5; round++) {
                group.await();
                assertThat(group.isDone()).isTrue();
                trials.forEach(Trial::check);
                trials.forEach(Trial::refill);
                group.restart();
            }
            group.await();
            trials.forEach(Trial::check);
            trials.forEach(Trial::close);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    default void shouldLetEachRequestOfAGroupBeAwaitedAndRestarted(final int size) {
        spawn(size, communicator -> {
            final List<Trial> trials = allReduces(communicator);
            final List<CollectiveRequest> requests = new ArrayList<>();
            communicator.groupAsync(() -> trials.forEach(trial -> requests.add(trial.start())));
            for (int i = 0; i < requests.size(); i++) {
                if (i % 2 == 0) {
                    requests.get(i).await();
                } else {
                    requests.get(i).toCompletableFuture().get(30, TimeUnit.SECONDS);
                }
                trials.get(i).check();
            }
            trials.forEach(Trial::refill);
            requests.forEach(CollectiveRequest::restart);
            requests.forEach(CollectiveRequest::await);
            trials.forEach(Trial::check);
            trials.forEach(Trial::close);
        });
    }
}
