// SPDX-License-Identifier: Apache-2.0
package org.jccl.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jccl.Communicator;
import org.jccl.error.CollectiveTimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stages that fail: the other ranks are told, Spark starts the stage again, its context lives, and nothing is left. */
@Tag("spark")
@Timeout(400)
final class FailureTest {
    private static final int RANKS = 2;
    private static final String LOCAL = "local[2]";
    private static final String LOCAL_AND_A_ZOMBIE = "local[3]";
    private static final String PROCESSES = "local-cluster[2,1,512]";
    private static final Duration SHORT = Duration.ofSeconds(2);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {LOCAL, PROCESSES})
    void shouldTellTheOthersWhenATaskThrowsAndSucceedInTheNextAttempt(final String master) throws Exception {
        final Notes notes = new Notes(folder);
        try (Job job = Job.on(master)) {
            assertThat(job.run(RANKS, FailingTasks.reducing(notes, "auto", () -> {
                        throw new IllegalStateException("a row is damaged");
                    })))
                    .containsExactly(FailingTasks.results(1));
            assertThat(notes.all())
                    .singleElement()
                    .asString()
                    .startsWith("attempt 0, rank 0: ")
                    // whoever is first: Spark, or the rank that has closed its communicator
                    .containsAnyOf("ShuffleMapTask(0, 1)", "rank 1 (");
            requireAlive(job, notes);
        }
        Leftovers.requireNone();
    }

    @Test
    void shouldTellTheOthersWhenATaskFailsThatClosesNothing() throws Exception {
        final Notes notes = new Notes(folder);
        try (Job job = Job.on(LOCAL)) {
            assertThat(job.run(RANKS, FailingTasks.forgetful(notes))).containsExactly("attempt 1", "attempt 1");
            assertThat(notes.all()).singleElement().asString().contains("the task of rank 1 has failed");
            requireAlive(job, notes);
        }
        Leftovers.requireNone();
    }

    @Test
    void shouldRefuseATaskThatIsLeftOfAnOlderAttempt() throws Exception {
        final Notes notes = new Notes(folder);
        try (Job job = Job.on(LOCAL_AND_A_ZOMBIE)) {
            assertThat(job.run(RANKS, FailingTasks.haunted(notes))).containsExactly("attempt 1: 2.0", "attempt 1: 2.0");
            assertThat(notes.all())
                    .anyMatch(note -> note.startsWith("old communicator: ") && note.contains("ShuffleMapTask(0, 1)"))
                    .anyMatch(note -> note.startsWith("new one: ") && note.contains("attempt 0 of stage 0"));
            requireAlive(job, notes);
        }
        Leftovers.requireNone();
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "tcp"})
    void shouldTellTheOthersWhenAnExecutorIsKilledAndSucceedInTheNextAttempt(final String transport) throws Exception {
        requireRetryAfterAKill(PROCESSES, transport, new Notes(folder));
    }

    @Test
    void shouldEndRanksThatWaitWhenTheJobIsCancelledThoughNobodyInterruptsThem() throws Exception {
        final Notes notes = new Notes(folder);
        try (Job job = Job.on(LOCAL)) {
            final FutureTask<List<String>> running =
                    new FutureTask<>(() -> job.run(RANKS, FailingTasks.reducing(notes, "auto", () -> {
                        notes.add("computing");
                        notes.await("rank 0: ");
                    })));
            new Thread(running, "driver").start();
            notes.await("computing");
            job.spark().cancelAllJobs();
            assertThatThrownBy(running::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("cancelled");
            notes.await("Spark has killed the task of rank");
            Leftovers.requireNone();
            requireAlive(job, notes);
        }
    }

    @Test
    void shouldGiveUpAtTheDeadlineWhenATaskNeverJoins() throws Exception {
        final Notes notes = new Notes(folder);
        try (Job job = Job.on(LOCAL)) {
            assertThatThrownBy(() -> job.run(RANKS, rows -> {
                        if (rows.next() == 0) {
                            BarrierCommunicator.join(Communicator.builder().timeout(SHORT));
                        }
                        FailingTasks.computeUntilKilled();
                        return List.of("ended").iterator();
                    }))
                    .hasMessageContaining(CollectiveTimeoutException.class.getName())
                    // Spark tries it four times and tells of the last
                    .hasMessageContaining("the 2 tasks of attempt 3 of stage 0 of local-")
                    .hasMessageContaining("did not all call join within 2 s; rank 0 did");
            Leftovers.requireNone();
            requireAlive(job, notes);
        }
    }

    /** Rank 1's executor is killed: rank 0 is told, the next attempt succeeds, and nothing is left. */
    static void requireRetryAfterAKill(final String master, final String transport, final Notes notes)
            throws Exception {
        try (Job job = Job.on(master)) {
            assertThat(job.run(RANKS, FailingTasks.reducing(notes, transport, FailingTasks::kill)))
                    .containsExactly(FailingTasks.results(1));
            assertThat(notes.all())
                    .singleElement()
                    .asString()
                    .contains("attempt 0, rank 0: ", "PeerFailedException", "rank 1");
            requireAlive(job, notes);
        }
        Leftovers.requireNone();
    }

    /** The context runs another job, in whose executors nothing is left of what was before. */
    private static void requireAlive(final Job job, final Notes notes) {
        assertThat(job.run(RANKS, FailingTasks.reducing(notes, "auto", () -> {})))
                .containsExactly(FailingTasks.results(0));
        final List<String> left = job.spark()
                .parallelize(List.of(0, 1), RANKS)
                .flatMap(any -> Leftovers.afterAWhile().iterator())
                .collect();
        assertThat(left).isEmpty();
    }
}
