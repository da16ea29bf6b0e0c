// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jccl.Communicator;
import org.jccl.bootstrap.InMemoryStore;
import org.jccl.error.InvalidUsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The setting {@code tuning}: rank 0's file decides on every rank, after the rules and before the shipped table. */
@Timeout(60)
class TuningFileTest {
    @TempDir
    private Path folder;

    private static Communicator build(
            final int rank, final int size, final InMemoryStore store, final String tuning, final String rules) {
        return Communicator.builder()
                .rank(rank)
                .size(size)
                .rendezvous(store)
                .timeout(Duration.ofSeconds(20))
                .algorithms(rules)
                .set("tuning", tuning)
                .build();
    }

    private static List<String> chosen(final String tuningOfRank0, final String rules) {
        final InMemoryStore store = new InMemoryStore();
        final CompletableFuture<String> other =
                CompletableFuture.supplyAsync(() -> chosen(build(1, 2, store, "", rules)));
        return List.of(chosen(build(0, 2, store, tuningOfRank0, rules)), other.join());
    }

    private static String chosen(final Communicator communicator) {
        try (communicator) {
            return communicator.algorithm("all_reduce", 8, false) + " "
                    + communicator.algorithm("all_reduce", 1 << 20, false);
        }
    }

    private String file(final String text) throws IOException {
        return Files.writeString(folder.resolve("tuned.txt"), text).toString();
    }

    @Test
    void shouldFollowRankZerosFileOnEveryRank() throws IOException {
        final String ring = "# far over 64 KiB of text\n" + "#".repeat(1 << 17) + "\nall_reduce 0-4k 2 * ring\n";
        final String shipped = chosen("", "").get(0);
        final String large = shipped.substring(shipped.indexOf(' '));
        assertThat(chosen(file(ring), "")).containsExactly("ring" + large, "ring" + large);
        assertThat(chosen(file(ring), "all_reduce:0-16:rabenseifner"))
                .containsExactly("rabenseifner" + large, "rabenseifner" + large);
    }

    @Test
    void shouldRefuseAFileThatCannotBeReadOrIsNoTable() throws IOException {
        assertThatThrownBy(() -> build(
                        0, 2, new InMemoryStore(), folder.resolve("missing").toString(), ""))
                .isInstanceOf(InvalidUsageException.class)
                .hasMessageContaining("the table of algorithms")
                .hasMessageContaining("missing");
        final String nonsense = file("all_reduce * 2 ring\n");
        assertThatThrownBy(() -> build(0, 2, new InMemoryStore(), nonsense, ""))
                .isInstanceOf(InvalidUsageException.class)
                .hasMessageContaining("JCCL_TUNING line 1 'all_reduce * 2 ring' has 4 fields");
    }
}
