// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.chaos;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jccl.bench.launch.JavaCommand;
import org.jccl.bench.launch.RankEnvironment;
import org.jccl.bench.launch.RankMain;
import org.jccl.bench.launch.TemporaryFolder;

/**
 * Some ranks as processes, which are killed or stopped one after the other until two are left, and what came of it. All
 * comes from a seed, but for the moments at which things happen.
 */
final class Episode implements AutoCloseable {
    private static final int FEWEST = 2;
    private static final int KILLED = 137;
    private static final long CALL_MS = 3_000;
    /** Short of the silence that counts as death by as much as a busy machine needs. */
    private static final long SILENCE_MS = 2_000;

    /** Of setting up and of shrinking; calls have a shorter deadline. */
    private static final long TIMEOUT_MS = 20_000;

    private static final long EPISODE_MS = 120_000;

    private final long seed;
    private final SplittableRandom random;
    private final TemporaryFolder folder;
    private final List<Process> processes = new ArrayList<>();
    private final List<ConcurrentLinkedQueue<String>> lines = new ArrayList<>();
    private final List<Fate> fates = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private int disturbances;

    /** What is done to a rank. */
    private enum Fate {
        NONE,
        KILLED,
        STOPPED
    }

    Episode(final long seed, final int ranks, final String transport) throws IOException {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.folder = TemporaryFolder.create();
        final List<String> command = JavaCommand.of(
                "",
                List.of(
                        RankMain.class.getName(),
                        ChaosRank.class.getName(),
                        Long.toString(seed),
                        Integer.toString(FEWEST),
                        Long.toString(CALL_MS)));
        for (int rank = 0; rank < ranks; rank++) {
            start(command, rank, ranks, transport);
        }
    }

    private void start(final List<String> command, final int rank, final int ranks, final String transport)
            throws IOException {
        final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        final Map<String, String> environment = builder.environment();
        RankEnvironment.describe(environment, rank, ranks, "file://" + folder.path());
        environment.put("JCCL_TRANSPORT", transport);
        environment.put("JCCL_TIMEOUT", TIMEOUT_MS + "ms");
        environment.put("JCCL_CONTROL_SILENCE", SILENCE_MS + "ms");
        final Process process = builder.start();
        final ConcurrentLinkedQueue<String> said = new ConcurrentLinkedQueue<>();
        processes.add(process);
        lines.add(said);
        fates.add(Fate.NONE);
        final Thread reader = new Thread(() -> read(process, said), "chaos-rank-" + rank);
        reader.setDaemon(true);
        reader.start();
    }

    private static void read(final Process process, final ConcurrentLinkedQueue<String> said) {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            reader.lines().forEach(said::add);
        } catch (final IOException | java.io.UncheckedIOException ended) {
            said.add("(output lost: " + ended.getMessage() + ")");
        }
    }

    /** Disturbs until two are left, waits for the end, and judges it. */
    Episode run() throws IOException, InterruptedException {
        final long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(EPISODE_MS);
        while (left().size() > FEWEST && !haveBegun() && System.nanoTime() < end) {
            Thread.sleep(100);
        }
        while (left().size() > FEWEST && System.nanoTime() < end) {
            Thread.sleep(300 + random.nextInt(2_000));
            disturb();
        }
        for (int rank = 0; rank < processes.size(); rank++) {
            if (!processes.get(rank).waitFor(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                wrong.add("rank " + rank + " has not ended after " + EPISODE_MS / 1_000 + " s");
                continue;
            }
            judge(rank, processes.get(rank).exitValue());
        }
        return this;
    }

    private boolean haveBegun() {
        return lines.stream().allMatch(said -> said.stream().anyMatch(line -> line.startsWith("round ")));
    }

    private List<Integer> left() {
        final List<Integer> left = new ArrayList<>();
        for (int rank = 0; rank < processes.size(); rank++) {
            if (fates.get(rank) == Fate.NONE && processes.get(rank).isAlive()) {
                left.add(rank);
            }
        }
        return left;
    }

    private void disturb() throws IOException, InterruptedException {
        final List<Integer> left = left();
        if (left.size() <= FEWEST) {
            return;
        }
        final int victim = left.get(random.nextInt(left.size()));
        final Process process = processes.get(victim);
        disturbances++;
        switch (random.nextInt(3)) {
            case 0 -> {
                // shorter than the silence that counts as death: nobody may even notice
                signal("STOP", process);
                Thread.sleep(SILENCE_MS / 4);
                signal("CONT", process);
            }
            case 1 -> {
                fates.set(victim, Fate.STOPPED);
                signal("STOP", process);
                Thread.sleep(3 * SILENCE_MS);
                signal("CONT", process);
            }
            default -> {
                fates.set(victim, Fate.KILLED);
                process.destroyForcibly();
            }
        }
    }

    private static void signal(final String name, final Process process) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    private void judge(final int rank, final int status) {
        final boolean right = switch (fates.get(rank)) {
            case NONE -> status == 0;
            case KILLED -> status == KILLED;
            // it may have been given up, or have ended before it was stopped
            case STOPPED -> status == ChaosRank.GIVEN_UP || status == 0;
        };
        if (!right) {
            wrong.add("rank " + rank + ", " + fates.get(rank) + ", ended with status " + status);
        }
    }

    /** What went wrong, with all that the ranks said; empty if nothing did. */
    String wrong() {
        if (wrong.isEmpty()) {
            return "";
        }
        final StringBuilder text = new StringBuilder("seed " + seed + ": " + String.join("; ", wrong));
        for (int rank = 0; rank < lines.size(); rank++) {
            final int number = rank;
            lines.get(rank)
                    .forEach(line ->
                            text.append("\n  [").append(number).append("] ").append(line));
        }
        return text.toString();
    }

    /** How many lines of the ranks begin with that. */
    long count(final String beginning) {
        return lines.stream()
                .flatMap(ConcurrentLinkedQueue::stream)
                .filter(line -> line.startsWith(beginning))
                .count();
    }

    int disturbances() {
        return disturbances;
    }

    @Override
    public void close() throws IOException {
        processes.forEach(Process::destroyForcibly);
        folder.close();
    }
}
