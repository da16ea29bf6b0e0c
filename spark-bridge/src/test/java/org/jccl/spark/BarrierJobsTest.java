// SPDX-License-Identifier: Apache-2.0
package org.jccl.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.jccl.Communicator;
import org.jccl.ReduceOp;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Barrier stages of a Spark that runs, with executors that are threads of it or processes. */
@Tag("spark")
@Timeout(400)
final class BarrierJobsTest {
    private static final int RANKS = 2;
    private static final int ELEMENTS = 100_003;

    @ParameterizedTest(name = "{0}, {1}: {2}")
    @CsvSource(
            delimiter = ';',
            value = {
                "local[2];auto;local",
                "local[2];tcp;tcp",
                "local-cluster[2,1,512];auto;shm",
                "local-cluster[2,1,512];tcp;tcp"
            })
    void shouldReduceAcrossTheTasksOfABarrierStage(final String master, final String transport, final String carrier)
            throws Exception {
        try (Job job = Job.on(master)) {
            requireSums(job, transport, carrier);
        }
        Leftovers.requireNone();
    }

    /** Without which it would mean nothing that nothing is left. */
    @Test
    void shouldSeeWhatACommunicatorHasWhileItIsOpen() {
        try (Job job = Job.on("local-cluster[2,1,512]")) {
            final List<String> seen = job.run(RANKS, rows -> {
                try (Communicator world = BarrierCommunicator.join()) {
                    world.allReduce(new float[] {1}, ReduceOp.SUM);
                    return Leftovers.now().iterator();
                }
            });
            for (final String what : List.of("thread jccl-", "port ", "memory ")) {
                assertThat(seen).filteredOn(left -> left.startsWith(what)).hasSizeGreaterThanOrEqualTo(RANKS);
            }
        }
    }

    /** A job of which each task has the sum of all, by that transport, which is called {@code carrier} there. */
    static void requireSums(final Job job, final String transport, final String carrier) {
        final float sum = RANKS * (RANKS + 1) / 2;
        assertThat(job.run(RANKS, reducing(transport)))
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, RANKS)
                        .mapToObj(rank -> rank + " of " + RANKS + " by " + carrier + ": " + sum)
                        .toList());
    }

    private static FlatMapFunction<Iterator<Integer>, String> reducing(final String transport) {
        return rows -> {
            final int partition = rows.next();
            try (Communicator world =
                    BarrierCommunicator.join(Communicator.builder().transport(transport))) {
                final float[] values = new float[ELEMENTS];
                Arrays.fill(values, partition + 1);
                world.allReduce(values, ReduceOp.SUM);
                final int peer = (world.rank() + 1) % world.size();
                return List.of(world.rank() + " of " + world.size() + " by " + world.transport(peer) + ": "
                                + same(values))
                        .iterator();
            }
        };
    }

    private static float same(final float[] values) {
        for (final float value : values) {
            assertThat(value).isEqualTo(values[0]);
        }
        return values[0];
    }
}
