// SPDX-License-Identifier: Apache-2.0
package org.jccl.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.jccl.Communicator;
import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.ReduceOp.Kind;
import org.jccl.error.CollectiveException;
import org.jccl.error.CollectiveTimeoutException;
import org.jccl.error.MismatchException;
import org.jccl.error.PeerFailedException;
import org.jccl.schedule.Collective;
import org.jccl.testing.Exercise;
import org.jccl.testing.Exercises;
import org.jccl.testing.Ranks;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real communicators over transports with faults: what can be borne is borne, all else ends with its reason. */
@Timeout(120)
class FaultRehearsalTest {
    private static final int RANKS = 3;
    private static final Duration AMPLE = Duration.ofSeconds(60);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"local|delay=300us@0.2", "shm|seed=9,delay=2ms@0.05", "local|slow=rank1@64M", "shm|slow=rank0@64M"
            })
    void shouldBearDelaysAndSlowRanks(final String transport, final String faults) {
        final Exercises exercises = new Exercises();
        for (final long count : new long[] {1, 1_031, 100_003}) {
            exercises.add(Exercise.of(Collective.ALL_REDUCE, DataType.FLOAT32, Kind.SUM, RANKS, 0, count));
            exercises.add(Exercise.of(Collective.ALL_TO_ALL, DataType.INT8, Kind.SUM, RANKS, 0, count));
            exercises.add(Exercise.of(Collective.BROADCAST, DataType.INT64, Kind.SUM, RANKS, 1, count));
        }
        Ranks.spawn(RANKS, transport, builder -> builder.set("faults", faults), exercises::run);
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "shm"})
    void shouldEndEveryRankWhenALinkIsSevered(final String transport) {
        final List<CollectiveException> failures = failures(transport, "sever=rank1@100K", Duration.ofSeconds(30));
        assertThat(failures)
                .allSatisfy(failure -> assertThat(failure)
                        .isInstanceOf(PeerFailedException.class)
                        .hasMessageContaining("was severed by the fault plan after 102400 bytes"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "shm"})
    void shouldMeetTheDeadlineWhenARankStalls(final String transport) {
        final List<CollectiveException> failures = failures(transport, "stall=rank1@100K", Duration.ofSeconds(2));
        assertThat(failures)
                .anySatisfy(failure -> assertThat(failure)
                        .isInstanceOf(CollectiveTimeoutException.class)
                        .hasMessageContaining("after 2 s: ")
                        .hasMessageFindingMatch("what rank 1 has sent does not arrive|nothing moves between rank"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "shm"})
    void shouldNoticeAHeaderThatWasSpoilt(final String transport) {
        final List<CollectiveException> failures = failures(transport, "corrupt=rank1@0", Duration.ofSeconds(30));
        assertThat(failures).anySatisfy(failure -> assertThat(failure).isInstanceOf(MismatchException.class));
    }

    /** How each rank's loop of all-reduces ended. */
    private static List<CollectiveException> failures(
            final String transport, final String faults, final Duration timeout) {
        return Ranks.call(
                RANKS,
                transport,
                builder -> builder.set("faults", faults).timeout(timeout),
                AMPLE,
                FaultRehearsalTest::reduceUntilItFails);
    }

    private static CollectiveException reduceUntilItFails(final Communicator communicator) {
        final float[] values = new float[10_000];
        try {
            for (int round = 0; round < 1_000; round++) {
                communicator.allReduce(values, ReduceOp.SUM);
            }
        } catch (final CollectiveException failure) {
            return failure;
        }
        throw new AssertionError("rank " + communicator.rank() + " never noticed");
    }
}
