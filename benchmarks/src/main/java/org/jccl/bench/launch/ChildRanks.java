// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.launch;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Ranks that are child processes of this one, which they do not outlive. */
final class ChildRanks implements RankHost {
    /** How long what was asked to end may take. */
    static final Duration KILL_AFTER = Duration.ofSeconds(2);

    private final RankEvents events;
    private final boolean firstReads;
    private final Map<Integer, Process> processes = new HashMap<>();
    private final List<Thread> pumps = new ArrayList<>();
    private boolean ending;

    /**
     * None yet.
     *
     * @param firstReads whether rank 0 reads what this process would; two readers of a terminal would each get half
     */
    ChildRanks(final RankEvents events, final boolean firstReads) {
        this.events = events;
        this.firstReads = firstReads;
    }

    @Override
    public synchronized void start(final int rank, final RankProgram program, final Map<String, String> variables)
            throws IOException {
        if (ending) {
            throw new IOException("rank " + rank + " cannot start: the job is being ended");
        }
        final ProcessBuilder builder = new ProcessBuilder(program.command()).redirectInput(inputOf(rank));
        builder.environment().putAll(variables);
        RankEnvironment.watchThisProcess(builder.environment());
        final Process process = builder.start();
        processes.put(rank, process);
        process.onExit().thenRun(() -> events.ended(RankEnd.of(rank, process.exitValue())));
        pump(rank, OutputKind.OUT, process.getInputStream());
        pump(rank, OutputKind.ERR, process.getErrorStream());
    }

    private ProcessBuilder.Redirect inputOf(final int rank) {
        return rank == 0 && firstReads
                ? ProcessBuilder.Redirect.INHERIT
                : ProcessBuilder.Redirect.from(new File("/dev/null"));
    }

    private void pump(final int rank, final OutputKind kind, final InputStream source) {
        final Thread thread = new Thread(() -> pass(rank, kind, source), "rank-output");
        thread.setDaemon(true);
        thread.start();
        pumps.add(thread);
    }

    private void pass(final int rank, final OutputKind kind, final InputStream source) {
        final byte[] bytes = new byte[8192];
        try (source) {
            for (int length = source.read(bytes); length > 0; length = source.read(bytes)) {
                events.printed(rank, kind, bytes, length);
            }
        } catch (final IOException processGone) {
            // what it has written until then is all there is
        }
        events.printed(rank, kind, bytes, 0);
    }

    /** Together with what they have started. */
    @Override
    public synchronized void askToEnd() {
        ending = true;
        processes.values().stream().flatMap(ChildRanks::family).forEach(ProcessHandle::destroy);
    }

    private static Stream<ProcessHandle> family(final Process process) {
        return Stream.concat(process.descendants(), Stream.of(process.toHandle()));
    }

    @Override
    public synchronized void awaitEnd() {
        final long killNs = System.nanoTime() + KILL_AFTER.toNanos();
        for (final Process process : processes.values()) {
            if (!endsBefore(process, killNs)) {
                family(process).forEach(ProcessHandle::destroyForcibly);
            }
        }
    }

    private static boolean endsBefore(final Process process, final long deadlineNs) {
        try {
            return process.waitFor(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (final InterruptedException hurry) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A grandchild that keeps the pipe open must not hold us up. */
    @Override
    public void drain() throws InterruptedException {
        final List<Thread> open;
        synchronized (this) {
            open = List.copyOf(pumps);
        }
        for (final Thread pump : open) {
            pump.join(KILL_AFTER.toMillis());
        }
    }
}
