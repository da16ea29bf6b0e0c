// SPDX-License-Identifier: Apache-2.0
package org.jccl.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What communicators have left in this process, which Spark goes on with, and on this host. */
final class Leftovers {
    private static final long PATIENCE_MS = 5_000;
    private static final long PERIOD_MS = 20;

    private Leftovers() {}

    /** Of this process and host. */
    static void requireNone() throws InterruptedException, IOException {
        assertThat(afterAWhile()).isEmpty();
    }

    /** Threads, and files in memory's file system. Threads take a moment to end, which they are given. */
    static List<String> afterAWhile() throws InterruptedException, IOException {
        final long begun = System.currentTimeMillis();
        while (!all().isEmpty() && System.currentTimeMillis() - begun < PATIENCE_MS) {
            Thread.sleep(PERIOD_MS);
        }
        return all();
    }

    private static List<String> all() throws IOException {
        return Stream.concat(threads(), files()).toList();
    }

    private static Stream<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("jccl"));
    }

    /** In memory's file system, of no process that lives: other jobs may run on this host. */
    private static Stream<String> files() throws IOException {
        try (Stream<Path> shared = Files.list(Path.of("/dev/shm"))) {
            final List<String> files = shared.map(Path::toString)
                    .filter(path -> path.contains("jccl"))
                    .toList();
            final String mapped = mapped();
            return files.stream().filter(file -> !mapped.contains(file));
        }
    }

    private static String mapped() {
        return ProcessHandle.allProcesses()
                .map(process -> read(Path.of("/proc", Long.toString(process.pid()), "maps")))
                .collect(Collectors.joining());
    }

    private static String read(final Path maps) {
        try {
            return Files.readString(maps);
        } catch (final IOException ended) {
            return "";
        }
    }
}
