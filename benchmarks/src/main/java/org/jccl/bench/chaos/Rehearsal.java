// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.chaos;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** One episode after the other, each with a seed of its own, until the time is over or something went wrong. */
public final class Rehearsal {
    private static final List<String> FAILURES = List.of(
            "failed PeerFailedException",
            "failed CollectiveTimeoutException",
            "failed MismatchException",
            "failed CommunicatorAbortedException",
            "failed TransportException",
            "left ",
            "grown to ",
            "given up",
            "too late");

    private final int ranks;
    private final List<String> transports;
    private final boolean onHosts;
    private final PrintStream out;
    private final Map<String, Long> counts = new TreeMap<>();

    /**
     * Over those transports in turn.
     *
     * @param onHosts whether each rank has a host of its own, pretended with a network namespace; needs root
     */
    public Rehearsal(final int ranks, final List<String> transports, final boolean onHosts, final PrintStream out) {
        this.ranks = ranks;
        this.onHosts = onHosts;
        this.transports = List.copyOf(transports);
        this.out = out;
    }

    /** Runs at least one episode; returns whether all went as it must. */
    public boolean run(final long seed, final long minutes) throws IOException, InterruptedException {
        final long begun = System.nanoTime();
        long next = seed;
        do {
            final String transport = transports.get((int) ((next - seed) % transports.size()));
            try (Ground ground = onHosts ? new PretendedHosts(ranks) : Ground.THIS_HOST;
                    Episode episode = new Episode(next, ranks, transport, ground)) {
                final String wrong = episode.run().wrong();
                final long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
                out.printf(
                        "%6d s  seed %d over %s: %d disturbances, %d times some were left; %s%n",
                        seconds,
                        next,
                        transport,
                        episode.disturbances(),
                        episode.count("left "),
                        wrong.isEmpty() ? "all well" : wrong);
                add(episode);
                if (!wrong.isEmpty()) {
                    return false;
                }
            }
            next++;
        } while (TimeUnit.NANOSECONDS.toMinutes(System.nanoTime() - begun) < minutes);
        summary(next - seed);
        return true;
    }

    private void add(final Episode episode) {
        FAILURES.forEach(failure -> counts.merge(failure, episode.count(failure), Long::sum));
        counts.merge("disturbances from outside", (long) episode.disturbances(), Long::sum);
    }

    private void summary(final long episodes) {
        out.printf("%d episodes of %d ranks, all well%n", episodes, ranks);
        counts.forEach((what, count) -> out.printf("  %-40s %8d%n", what, count));
    }
}
