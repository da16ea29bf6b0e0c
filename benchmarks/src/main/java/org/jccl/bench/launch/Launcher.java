// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.launch;

import java.io.IOException;
import java.io.PrintStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Starts ranks as processes of this machine or of several, passes on what they print, and sees that all of them end. One
 * thread calls {@link #run}; a signal to this process ends the ranks as well.
 */
public final class Launcher {
    /** The exit status where a host is missing, so that no rank has been started. */
    private static final int UNREACHABLE = 1;

    private final LaunchPlan plan;
    private final PrintStream err;
    private final JobEvents events;
    private final Site site;
    private final Set<Integer> restarted = new HashSet<>();
    private int restarts;
    private RankEnd first;

    /** Prepares ranks on this machine; nothing is started yet. */
    public Launcher(final LaunchPlan plan, final PrintStream out, final PrintStream err) {
        this.plan = plan;
        this.err = err;
        this.events = new JobEvents(out, err, rank -> "[" + rank + "] ", plan.plainFirst());
        this.site = new OneMachine(plan, events);
    }

    /**
     * Prepares ranks on several hosts; nothing is started yet.
     *
     * @throws IllegalArgumentException if the plan does not fit the hosts
     */
    public Launcher(final LaunchPlan plan, final Cluster cluster, final PrintStream out, final PrintStream err) {
        final Placement placement = Placement.of(cluster.hosts(), plan.ranks());
        this.plan = plan;
        this.err = err;
        this.events =
                new JobEvents(out, err, rank -> "[" + rank + "@" + placement.host(rank) + "] ", plan.plainFirst());
        this.site = new SeveralHosts(plan, cluster, placement, events, err);
    }

    /** Starts all ranks and waits for them; 0, or the exit status of the first that failed. */
    public int run() throws IOException, InterruptedException {
        final Thread hook = new Thread(this::endAll, "launcher-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        try (site) {
            return runOnSite();
        } catch (final UnreachableHostException unreachable) {
            unreachable.getMessage().lines().forEach(line -> err.println("jccl: " + line));
            return UNREACHABLE;
        } finally {
            forget(hook);
        }
    }

    private int runOnSite() throws IOException, InterruptedException {
        try {
            site.open();
            for (int rank = 0; rank < plan.ranks(); rank++) {
                site.start(rank, false);
            }
            return await();
        } finally {
            site.end();
        }
    }

    private int await() throws IOException, InterruptedException {
        long giveUpNs = Long.MAX_VALUE;
        for (int left = plan.ranks(); left > 0; left--) {
            final RankEnd end = first == null
                    ? events.ends().take()
                    : events.ends().poll(giveUpNs - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (end == null) {
                err.println("jccl: ending the ranks that are left: " + left);
                break;
            }
            if (end.failed() && first == null) {
                if (isStartedAgain(end, left - 1)) {
                    left++;
                } else if (!isTooLate(end, left - 1)) {
                    first = end;
                    giveUpNs = System.nanoTime() + plan.grace().toNanos();
                    err.println("jccl: " + describe(end) + (left == 1 ? "" : "; " + others(left - 1)));
                }
            }
        }
        site.end();
        site.drain();
        return first == null ? 0 : explain();
    }

    /** It joins those that are left, who go on without it meanwhile. */
    private boolean isStartedAgain(final RankEnd end, final int left) throws IOException {
        if (restarts == plan.restarts() || left == 0) {
            return false;
        }
        restarts++;
        restarted.add(end.rank());
        err.println("jccl: " + describe(end) + "; starting it again, restart " + restarts + " of " + plan.restarts());
        site.start(end.rank(), true);
        return true;
    }

    /** A rank that was started again finds nobody when the others have done the work meanwhile. */
    private boolean isTooLate(final RankEnd end, final int left) {
        final boolean late = restarted.contains(end.rank()) && left == 0;
        if (late) {
            err.println("jccl: " + site.name(end.rank()) + " was started again, but the others have ended meanwhile");
        }
        return late;
    }

    /** Last of all, where nothing scrolls it away: who began it. */
    private int explain() {
        if (plan.ranks() > 1) {
            final List<String> lines = events.lastLines(first.rank());
            synchronized (err) {
                err.println("jccl: the first to fail: " + describe(first)
                        + (lines.isEmpty() ? "; it had printed nothing" : "; it printed last:"));
                lines.forEach(line -> err.println("    " + line));
            }
        }
        return first.status();
    }

    private String describe(final RankEnd end) {
        return site.name(end.rank()) + " " + end.sentence();
    }

    private String others(final int left) {
        return (left == 1 ? "the other rank has " : "the other " + left + " ranks have ")
                + plan.grace().toSeconds() + " s to end";
    }

    private void endAll() {
        site.end();
        try {
            site.close();
        } catch (final IOException left) {
            err.println("jccl: left behind: " + left.getMessage());
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
