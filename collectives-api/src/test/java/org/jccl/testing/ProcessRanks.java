// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Ranks as processes: each a JVM with this one's class path and no flag, told its place by the variables of
 * {@code ./jccl launch}. What they print is kept in files. Closing kills what still runs. One thread.
 */
public final class ProcessRanks implements AutoCloseable {
    private static final long POLL_MS = 20;

    private final List<ProcessBuilder> builders = new ArrayList<>();
    private final List<Process> processes = new ArrayList<>();
    private final Path folder;

    private ProcessRanks(final Path folder) {
        this.folder = folder;
    }

    /**
     * Starts {@code size} processes.
     *
     * @param environment variables besides rank, size and rendezvous; may be empty
     * @param mainClass what they run
     */
    public static ProcessRanks start(
            final int size,
            final Map<String, String> environment,
            final Class<?> mainClass,
            final String... arguments) {
        return start(Collections.nCopies(size, List.of()), environment, mainClass, arguments);
    }

    /**
     * Starts one process for each prefix.
     *
     * @param prefixes by rank, what stands before the command, to run it elsewhere
     */
    public static ProcessRanks start(
            final List<List<String>> prefixes,
            final Map<String, String> environment,
            final Class<?> mainClass,
            final String... arguments) {
        try {
            final ProcessRanks ranks = new ProcessRanks(Files.createTempDirectory("jccl-ranks"));
            for (int rank = 0; rank < prefixes.size(); rank++) {
                ranks.start(rank, prefixes, environment, mainClass, arguments);
            }
            return ranks;
        } catch (final IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    private void start(
            final int rank,
            final List<List<String>> prefixes,
            final Map<String, String> environment,
            final Class<?> mainClass,
            final String... arguments)
            throws IOException {
        final List<String> command = new ArrayList<>(prefixes.get(rank));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                mainClass.getName()));
        command.addAll(List.of(arguments));
        final ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output(rank).toFile()));
        builder.environment()
                .putAll(Map.of(
                        "JCCL_RANK", Integer.toString(rank),
                        "JCCL_SIZE", Integer.toString(prefixes.size()),
                        "JCCL_RENDEZVOUS", folder.resolve("meet").toUri().toString()));
        builder.environment().putAll(environment);
        builders.add(builder);
        processes.add(builder.start());
    }

    /** Starts a rank that has ended once more; what it prints goes where it went before. */
    public void startAgain(final int rank, final Map<String, String> environment) {
        try {
            builders.get(rank).environment().putAll(environment);
            processes.set(rank, builders.get(rank).start());
        } catch (final IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    private Path output(final int rank) {
        return folder.resolve("rank-" + rank + ".out");
    }

    /** What a rank has printed so far, standard and error output together. */
    public List<String> lines(final int rank) {
        try {
            return Files.readAllLines(output(rank));
        } catch (final IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    /** Waits until a rank has printed a line like that; fails with all output if it does not, or ends before. */
    public String awaitLine(final int rank, final Predicate<String> wanted, final Duration timeout) {
        final long end = System.nanoTime() + timeout.toNanos();
        while (true) {
            final boolean alive = processes.get(rank).isAlive();
            for (final String line : lines(rank)) {
                if (wanted.test(line)) {
                    return line;
                }
            }
            if (!alive || System.nanoTime() - end > 0) {
                throw new AssertionError("rank " + rank + (alive ? " has not yet" : " ended and has not")
                        + " printed it" + everything());
            }
            sleep();
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(POLL_MS);
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", interrupted);
        }
    }

    /** Kills a rank as the kernel does when memory runs out: it cannot say goodbye. */
    public void kill(final int rank) {
        processes.get(rank).destroyForcibly();
    }

    /** A rank's process, for signals. */
    public long pid(final int rank) {
        return processes.get(rank).pid();
    }

    /** Waits until all have ended; returns their exit codes by rank, and fails with all output if they do not end. */
    public List<Integer> awaitExit(final Duration timeout) {
        final long end = System.nanoTime() + timeout.toNanos();
        final List<Integer> codes = new ArrayList<>();
        for (final Process process : processes) {
            try {
                if (!process.waitFor(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                    throw new AssertionError("not all ended within " + timeout + everything());
                }
            } catch (final InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", interrupted);
            }
            codes.add(process.exitValue());
        }
        return codes;
    }

    /** Waits until all have ended well; fails with all output otherwise. */
    public void awaitSuccess(final Duration timeout) {
        final List<Integer> codes = awaitExit(timeout);
        if (!codes.stream().allMatch(code -> code == 0)) {
            throw new AssertionError("exit codes " + codes + everything());
        }
    }

    /** All output of all ranks. */
    public String everything() {
        final StringBuilder text = new StringBuilder();
        for (int rank = 0; rank < processes.size(); rank++) {
            text.append("\n--- rank ").append(rank).append(":\n").append(String.join("\n", lines(rank)));
        }
        return text.toString();
    }

    @Override
    public void close() {
        processes.forEach(Process::destroyForcibly);
        try (Stream<Path> paths = Files.walk(folder)) {
            for (final Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (final IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }
}
