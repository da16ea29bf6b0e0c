// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.jccl.ReduceOp;
import org.jccl.error.InvalidUsageException;
import org.jccl.spi.Settings;
import org.jccl.testing.Ranks;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RecordSignalTest {
    private final Semaphore raised = new Semaphore(0);

    @BeforeEach
    void requireSignals() {
        assumeTrue(Files.isExecutable(Path.of("/bin/kill")), "this system has no kill");
    }

    private static void raise() throws IOException, InterruptedException {
        new ProcessBuilder(
                        "/bin/kill",
                        "-USR1",
                        String.valueOf(ProcessHandle.current().pid()))
                .start()
                .waitFor();
    }

    @Test
    void shouldRunEveryActionAndRestoreWhatWasBeforeInWhateverOrderTheyEnd() throws Exception {
        try (RecordSignal first = RecordSignal.open("USR1", raised::release)) {
            final Semaphore others = new Semaphore(0);
            final RecordSignal second = RecordSignal.open("USR1", others::release);
            final RecordSignal third = RecordSignal.open("USR1", others::release);
            raise();
            raised.acquire();
            others.acquire(2);
            second.close();
            raise();
            raised.acquire();
            others.acquire();
            third.close();
            raise();
            raised.acquire();
            assertThat(others.availablePermits()).isZero();
            assertThat(first).isNotNull();
        }
    }

    @Test
    void shouldWriteWhatEveryRankRemembersAndGoOn(@TempDir final Path folder) throws Exception {
        // it stays after the ranks' own, which they restore when they close
        try (RecordSignal outer = RecordSignal.open("USR1", raised::release)) {
            Ranks.spawn(
                    2,
                    "local",
                    builder -> builder.set("record", folder.toString()).set("record.signal", "USR1"),
                    communicator -> {
                        communicator.allReduce(new float[3], ReduceOp.SUM);
                        if (communicator.rank() == 0) {
                            raise();
                            // the first to be installed is the last to be run
                            raised.acquire();
                            assertThat(files(folder)).hasSize(2);
                        }
                        communicator.barrier();
                    });
            raise();
            raised.acquire();
            assertThat(outer).isNotNull();
        }
    }

    private static List<Path> files(final Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().matches(".*jccl-world-[0-9a-f]+-rank[01].jsonl"))
                    .toList();
        }
    }

    @Test
    void shouldRefuseSignalsThatMeanSomethingElse() {
        for (final String name : List.of("USR2", "TERM")) {
            final Settings settings = new Settings(Map.of("record.signal", name), none -> null, none -> null);
            assertThatThrownBy(() -> RecordSignal.check(settings))
                    .isInstanceOf(InvalidUsageException.class)
                    .hasMessageContaining("JCCL_RECORD_SIGNAL=" + name)
                    .hasMessageContaining("give USR1");
        }
        for (final String name : List.of("SEGV", "USR7")) {
            assertThatThrownBy(() -> RecordSignal.open(name, raised::release))
                    .isInstanceOf(InvalidUsageException.class)
                    .hasMessageContaining("JCCL_RECORD_SIGNAL=" + name);
        }
    }
}
