// SPDX-License-Identifier: Apache-2.0
package org.jccl.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What communicators have left in this process, which Spark goes on with, and on this host. */
final class Leftovers {
    private static final String MEMORY = "/dev/shm/";
    private static final Instant BEGUN =
            ProcessHandle.current().info().startInstant().orElseThrow();
    private static final long PATIENCE_MS = 5_000;
    private static final long PERIOD_MS = 20;

    private Leftovers() {}

    /** Of this process and host. */
    static void requireNone() throws InterruptedException, IOException {
        assertThat(afterAWhile()).isEmpty();
    }

    /** Threads, ports, and files in memory's file system. Threads take a moment to end, which they are given. */
    static List<String> afterAWhile() throws InterruptedException, IOException {
        final long begun = System.currentTimeMillis();
        while (!now().isEmpty() && System.currentTimeMillis() - begun < PATIENCE_MS) {
            Thread.sleep(PERIOD_MS);
        }
        return now();
    }

    static List<String> now() throws IOException {
        return Stream.of(threads(), ports(), mapped(), files())
                .flatMap(left -> left)
                .toList();
    }

    private static Stream<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("jccl"))
                .map(name -> "thread " + name);
    }

    private static Stream<String> ports() throws IOException {
        return Ports.notOfSpark().map(port -> "port " + port);
    }

    /** What this process still has in its memory, though its name may be gone. */
    private static Stream<String> mapped() {
        return FilesOfKernel.lines(Path.of("/proc/self/maps"))
                .filter(Leftovers::isOurs)
                .map(range -> "memory " + range);
    }

    /** Made since this process began, and of none that lives: other jobs have run on this host, and may run. */
    private static Stream<String> files() throws IOException {
        try (Stream<Path> shared = Files.list(Path.of(MEMORY))) {
            final List<String> files = shared.filter(file -> FilesOfKernel.isNewer(file, BEGUN))
                    .map(Path::toString)
                    .filter(Leftovers::isOurs)
                    .toList();
            final String inUse = inUse();
            return files.stream().filter(file -> !inUse.contains(file)).map(file -> "file " + file);
        }
    }

    private static String inUse() {
        return ProcessHandle.allProcesses()
                .map(process -> Path.of("/proc", Long.toString(process.pid()), "maps"))
                .flatMap(FilesOfKernel::lines)
                .filter(Leftovers::isOurs)
                .collect(Collectors.joining());
    }

    private static boolean isOurs(final String path) {
        return path.contains(MEMORY + "jccl");
    }
}
