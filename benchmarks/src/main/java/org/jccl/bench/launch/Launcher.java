// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.launch;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Starts ranks as processes of this machine, passes on what they print, and sees that all of them end. One thread calls
 * {@link #run}; a signal to this process ends the ranks as well.
 */
public final class Launcher {
    private static final Duration KILL_AFTER = Duration.ofSeconds(2);

    private final LaunchPlan plan;
    private final PrintStream out;
    private final PrintStream err;
    private final List<ProcessBuilder> builders = new ArrayList<>();
    private final Map<Integer, Process> processes = new TreeMap<>();
    private final List<Integer> restarted = new ArrayList<>();
    private final List<Thread> pumps = new ArrayList<>();
    private final BlockingQueue<Integer> ended = new LinkedBlockingQueue<>();

    /** Prepares; nothing is started yet. */
    public Launcher(final LaunchPlan plan, final PrintStream out, final PrintStream err) {
        this.plan = plan;
        this.out = out;
        this.err = err;
    }

    /** Starts all ranks and waits for them; 0, or the exit status of the first that failed. */
    public int run() throws IOException, InterruptedException {
        try (TemporaryFolder folder = TemporaryFolder.create()) {
            final Thread hook = new Thread(() -> endAll(folder), "launcher-shutdown");
            Runtime.getRuntime().addShutdownHook(hook);
            try {
                start(folder);
                return await();
            } finally {
                endProcesses();
                forget(hook);
            }
        }
    }

    private void start(final TemporaryFolder folder) throws IOException {
        final List<String> main = new ArrayList<>(List.of(RankMain.class.getName()));
        main.addAll(plan.mainAndArguments());
        final List<String> command = JavaCommand.of(plan.classPath(), main);
        for (int rank = 0; rank < plan.ranks(); rank++) {
            final ProcessBuilder builder = new ProcessBuilder(command).redirectInput(inputOf(rank));
            // here the ranks find each other: no port that others could take
            RankEnvironment.describe(builder.environment(), rank, plan.ranks(), "file://" + folder.path());
            if (plan.restarts() > 0) {
                RankEnvironment.openTo(builder.environment(), folder.path().resolve("members"));
            }
            builders.add(builder);
            start(rank);
        }
    }

    private void start(final int rank) throws IOException {
        final Process process = builders.get(rank).start();
        synchronized (processes) {
            processes.put(rank, process);
        }
        process.onExit().thenRun(() -> ended.add(rank));
        final String prefix = "[" + rank + "] ";
        pump(new PrefixedOutput(process.getInputStream(), out, plan.plainFirst() && rank == 0 ? "" : prefix));
        pump(new PrefixedOutput(process.getErrorStream(), err, prefix));
    }

    /** Rank 0 reads what the launcher would; two readers of one terminal would each get half. */
    private static ProcessBuilder.Redirect inputOf(final int rank) {
        return rank == 0 ? ProcessBuilder.Redirect.INHERIT : ProcessBuilder.Redirect.from(new File("/dev/null"));
    }

    private void pump(final PrefixedOutput output) {
        final Thread thread = new Thread(output, "rank-output");
        thread.setDaemon(true);
        thread.start();
        pumps.add(thread);
    }

    private int await() throws IOException, InterruptedException {
        int status = 0;
        long giveUpNs = Long.MAX_VALUE;
        for (int left = plan.ranks(); left > 0; left--) {
            final Integer rank =
                    status == 0 ? ended.take() : ended.poll(giveUpNs - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (rank == null) {
                err.println("jccl: ending the ranks that are left: " + left);
                break;
            }
            final int code = processes.get(rank).exitValue();
            if (code != 0 && status == 0) {
                if (isStartedAgain(rank, code, left - 1)) {
                    left++;
                } else if (!isTooLate(rank, left - 1)) {
                    status = code;
                    giveUpNs = System.nanoTime() + plan.grace().toNanos();
                    err.println("jccl: " + describe(rank, code)
                            + (left == 1
                                    ? ""
                                    : "; " + others(left - 1) + plan.grace().toSeconds() + " s to end"));
                }
            }
        }
        endProcesses();
        drain();
        return status;
    }

    /** It joins those that are left, who go on without it meanwhile. */
    private boolean isStartedAgain(final int rank, final int code, final int left) throws IOException {
        if (restarted.size() == plan.restarts() || left == 0) {
            return false;
        }
        restarted.add(rank);
        err.println("jccl: " + describe(rank, code) + "; starting it again, restart " + restarted.size() + " of "
                + plan.restarts());
        RankEnvironment.join(builders.get(rank).environment());
        start(rank);
        return true;
    }

    /** A rank that was started again finds nobody when the others have done the work meanwhile. */
    private boolean isTooLate(final int rank, final int left) {
        final boolean late = restarted.contains(rank) && left == 0;
        if (late) {
            err.println("jccl: rank " + rank + " was started again, but the others have ended meanwhile");
        }
        return late;
    }

    private static String describe(final int rank, final int code) {
        return "rank " + rank + (code > 128 ? " was ended by signal " + (code - 128) : " ended with status " + code);
    }

    private static String others(final int left) {
        return left == 1 ? "the other rank has " : "the other " + left + " ranks have ";
    }

    /** What was printed last must not be lost; a grandchild that keeps the pipe open must not hold us up. */
    private void drain() throws InterruptedException {
        for (final Thread pump : pumps) {
            pump.join(KILL_AFTER.toMillis());
        }
    }

    private void endAll(final TemporaryFolder folder) {
        endProcesses();
        try {
            folder.close();
        } catch (final IOException left) {
            err.println("jccl: left behind: " + left.getMessage());
        }
    }

    /** Asks, waits, kills. */
    private void endProcesses() {
        synchronized (processes) {
            processes.values().forEach(Process::destroy);
            final long killNs = System.nanoTime() + KILL_AFTER.toNanos();
            for (final Process process : processes.values()) {
                if (!endsBefore(process, killNs)) {
                    process.destroyForcibly();
                }
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

    private static void forget(final Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (final IllegalStateException running) {
            // The JVM is ending, and the hook with it does what it is there for.
        }
    }
}
