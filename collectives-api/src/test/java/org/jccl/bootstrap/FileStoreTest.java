// SPDX-License-Identifier: Apache-2.0
package org.jccl.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jccl.testing.RankThreads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class FileStoreTest extends RendezvousContract {
    @TempDir
    private Path folder;

    @Override
    Meeting open(final int size) {
        return new Meeting() {
            @Override
            public Rendezvous at(final int rank) {
                return new FileStore(folder.resolve("made/here"), "job");
            }

            @Override
            public void close() {
                // the folder is the test's
            }
        };
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private List<List<byte[]>> meet(final int size, final String run) {
        return RankThreads.run(
                size, PATIENCE, rank -> new FileStore(folder, run).allGather(bytes(run + rank), rank, size, PATIENCE));
    }

    @Test
    void shouldLeaveNothingBehind() throws IOException {
        meet(5, "job");
        assertThat(files()).isEmpty();
    }

    @Test
    void shouldNotBeMisledByWhatAnEarlierRunLeft() throws IOException {
        // a run of which rank 0 and 1 came, and a whole one that nobody tidied up
        RankThreads.run(
                2,
                PATIENCE,
                rank -> failureOf(
                        () -> new FileStore(folder, "job").allGather(bytes("stale"), rank, 3, Duration.ofMillis(200))));
        assertThat(files()).isNotEmpty();
        final List<List<byte[]>> results = RankThreads.run(3, PATIENCE, rank -> {
            // rank 0 last, so that the others see the old files first
            Thread.sleep(rank == 0 ? 300 : 0);
            return new FileStore(folder, "job").allGather(bytes("fresh"), rank, 3, PATIENCE);
        });
        results.forEach(all -> assertThat(all).allMatch(entry -> new String(entry).equals("fresh")));
        assertThat(files()).isEmpty();
    }

    @Test
    void shouldKeepRunsInOneFolderApart() throws IOException {
        final List<List<List<byte[]>>> runs =
                RankThreads.run(2, PATIENCE.multipliedBy(2), job -> meet(3, "run-" + job + "-"));
        for (int job = 0; job < 2; job++) {
            assertThat(new String(runs.get(job).get(1).get(2))).isEqualTo("run-" + job + "-2");
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void shouldNameBothProcessesOfOneRank() {
        final List<String> failures = RankThreads.run(3, PATIENCE, thread -> {
            final int rank = thread == 0 ? 0 : 1;
            return failureOf(() -> new FileStore(folder, "job").allGather(bytes("x"), rank, 3, Duration.ofSeconds(10)));
        });
        assertThat(failures)
                .allMatch(failure -> failure.matches(
                        "two processes say that they are rank 1: process \\d+ on .* and process \\d+ on .*"));
    }

    @Test
    void shouldNameBothSizes() {
        final List<String> failures = RankThreads.run(
                2,
                PATIENCE,
                rank -> failureOf(() ->
                        new FileStore(folder, "job").allGather(bytes("x"), rank, 2 + rank, Duration.ofSeconds(10))));
        assertThat(failures).allMatch(failure -> failure.contains("rank 1 of 3") && failure.contains("there are 2"));
    }

    @Test
    void shouldSayThatRankZeroDidNotBegin() {
        assertThat(failureOf(() -> new FileStore(folder, "job").allGather(bytes("x"), 1, 2, Duration.ofMillis(100))))
                .contains("rank 0 did not begin in the shared folder " + folder);
    }

    @Test
    void shouldSayWhichFolderCannotBeUsed() throws IOException {
        final Path file = Files.writeString(folder.resolve("a-file"), "");
        assertThat(failureOf(() -> new FileStore(file, "job").allGather(bytes("x"), 1, 2, Duration.ofMillis(100))))
                .contains("rank 1 cannot use the shared folder " + file);
    }
}
