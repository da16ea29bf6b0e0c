// SPDX-License-Identifier: Apache-2.0
package org.jccl.spark;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Barrier stages on a standalone cluster, whose executors are its workers' processes. */
@Tag("spark")
@Timeout(400)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StandaloneClusterTest {
    private static final int WORKERS = 2;

    private final Cluster cluster = new Cluster();
    private String master;

    @TempDir
    private Path folder;

    @BeforeAll
    void start(@TempDir final Path home) throws Exception {
        master = cluster.start(home, WORKERS);
    }

    @AfterAll
    void end() {
        cluster.close();
    }

    @ParameterizedTest
    @CsvSource({"auto,shm", "tcp,tcp"})
    void shouldReduceAcrossTheTasksOfABarrierStage(final String transport, final String carrier) throws Exception {
        try (Job job = Job.on(master)) {
            BarrierJobsTest.requireSums(job, transport, carrier);
        }
        Leftovers.requireNone();
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "tcp"})
    void shouldTellTheOthersWhenAnExecutorIsKilledAndSucceedInTheNextAttempt(final String transport) throws Exception {
        FailureTest.requireRetryAfterAKill(master, transport, new Notes(folder));
    }
}
