// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CyclicBarrier;
import org.jccl.Communicator;
import org.jccl.ReduceOp;
import org.jccl.observe.LatencyReport;
import org.jccl.schedule.Collective;
import org.jccl.testing.Ranks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a communicator knows of how long its operations took. */
@Timeout(120)
class LatencyTest {
    private static final int RANKS = 4;
    private static final int LATE_RANK = 2;
    private static final int CALLS = 5;
    /** Long enough that no other rank is held up so long between the meeting and its call. */
    private static final long LATE_MS = 60;

    private static LatencyReport of(final Communicator communicator, final Collective collective) {
        final List<LatencyReport> some = communicator.latencies().stream()
                .filter(report -> report.kind().collective() == collective)
                .toList();
        assertThat(some).hasSize(1);
        return some.get(0);
    }

    @ParameterizedTest
    @CsvSource({"one_shot, 8", "recursive_doubling, 64", "ring, 4096", "ring, 262144", "rabenseifner, 16384"})
    void shouldNameWhoEnteredLast(final String algorithm, final int elements) {
        final CyclicBarrier together = new CyclicBarrier(RANKS);
        Ranks.spawn(RANKS, "local", builder -> builder.algorithms("allreduce:" + algorithm), communicator -> {
            final float[] vector = new float[elements];
            for (int i = 0; i < CALLS; i++) {
                together.await();
                if (communicator.rank() == LATE_RANK) {
                    Thread.sleep(LATE_MS);
                }
                communicator.allReduce(vector, ReduceOp.SUM);
            }
            final LatencyReport report = of(communicator, Collective.ALL_REDUCE);
            assertThat(report.operations()).isEqualTo(CALLS);
            if (communicator.rank() == LATE_RANK) {
                assertThat(report.last()).noneMatch(last -> last.rank() == LATE_RANK);
            } else {
                assertThat(report.last().get(0).rank()).isEqualTo(LATE_RANK);
                assertThat(report.last().get(0).times()).isEqualTo(CALLS);
                assertThat(report.skew().p50()).isPositive();
                assertThat(report.total().max())
                        .isGreaterThanOrEqualTo(report.skew().max());
            }
        });
    }

    @Test
    void shouldCountEveryOperationByCollectiveAndSize() {
        Ranks.spawn(2, "local", communicator -> {
            for (int i = 0; i < 1_000; i++) {
                communicator.allReduce(new float[3], ReduceOp.SUM);
            }
            for (int i = 0; i < 10; i++) {
                communicator.allReduce(new float[1 << 16], ReduceOp.SUM);
                communicator.broadcast(new float[5], 1);
            }
            assertThat(communicator.latencies())
                    .extracting(report -> report.kind().collective() + " "
                            + report.kind().upToBytes() + " " + report.kind().carrier() + " " + report.operations())
                    .containsExactly("all_reduce 16 local 1000", "all_reduce 262144 local 10", "broadcast 32 local 10");
        });
    }
}
