// SPDX-License-Identifier: Apache-2.0
package org.jccl.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jccl.error.CollectiveException;
import org.jccl.testing.FuzzSeeds;
import org.jccl.testing.Garbler;
import org.jccl.testing.RankThreads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What something else may leave in the folder where ranks meet. */
@Timeout(120)
class FileNoteFuzzTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir
    Path folder;

    private static FileNote note(final int rank) {
        return new FileNote(rank, 2, FileNote.token(), "process 1 on host", new byte[] {1, 2, 3});
    }

    @Test
    void shouldReadOrRefuseWhateverIsInANote() {
        final byte[] valid = FileNote.encode(List.of(note(0), note(1)));
        FuzzSeeds.each(20_000, garbler -> {
            try {
                FileNote.decode(garbler.garble(valid));
            } catch (final IOException refused) {
                assertThat(refused.getClass()).isNotNull();
            }
        });
    }

    @Test
    void shouldMeetOrFailInTimeWhateverARankWrote() {
        FuzzSeeds.each(40, garbler -> {
            final byte[] garbled = garbler.garble(FileNote.encode(List.of(note(1))));
            final FileStore store =
                    new FileStore(folder, "run-" + garbler.random().nextLong());
            RankThreads.run(2, PATIENCE, rank -> {
                if (rank == 1) {
                    plant(garbled);
                } else {
                    meet(store);
                }
                return null;
            });
            sweep();
        });
    }

    private void meet(final FileStore store) {
        try {
            assertThat(store.allGather(new byte[] {7}, 0, 2, SHORT)).hasSize(2);
        } catch (final CollectiveException refused) {
            assertThat(refused.getMessage()).containsAnyOf("rank", "shared folder");
        }
    }

    /** Waits for rank 0's meeting, and puts the bytes where rank 1's note goes. */
    private void plant(final byte[] bytes) throws Exception {
        Path begin = null;
        while (begin == null) {
            Thread.sleep(1);
            begin = find(".begin");
        }
        final String prefix = begin.toString().substring(0, begin.toString().length() - "begin".length());
        final Path note = Path.of(prefix + Files.readString(begin) + ".note-1-aa");
        Files.write(note, bytes);
        while (Files.exists(begin) && find(".all") == null && find(".failed") == null) {
            Thread.sleep(1);
        }
        Files.deleteIfExists(note);
    }

    private Path find(final String end) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(end)).findAny().orElse(null);
        }
    }

    private void sweep() throws IOException {
        try (var files = Files.list(folder)) {
            for (final Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void shouldWaitInVainForAMeetingThatLeadsElsewhere() {
        FuzzSeeds.each(10, garbler -> {
            final String token = garbler.once(2) ? "/../../elsewhere/x" : new String(garbled(garbler));
            Files.writeString(folder.resolve("jccl-a.begin"), token);
            assertThatThrownBy(() -> new FileStore(folder, "a").allGather(new byte[1], 1, 2, SHORT))
                    .isInstanceOf(CollectiveException.class)
                    .hasMessageContaining("rank");
            assertThat(find(".begin")).isNotNull();
            sweep();
        });
    }

    private static byte[] garbled(final Garbler garbler) {
        return garbler.garble(FileNote.token().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    void shouldRefuseAFileThatIsTooLongBeforeItIsRead() throws Exception {
        try (var file =
                new java.io.RandomAccessFile(folder.resolve("jccl-a.begin").toFile(), "rw")) {
            file.setLength(8L << 30);
        }
        assertThatThrownBy(() -> new FileStore(folder, "a").allGather(new byte[1], 1, 2, SHORT))
                .isInstanceOf(CollectiveException.class)
                .hasMessageContainingAll("jccl-a.begin", "no file of at most");
    }
}
