// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.launch;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Hosts that are reached by {@code ssh}, this machine perhaps among them. All are reached before a rank starts anywhere; the
 * ranks then meet at a port of the first, where only those are let in that know the job's token.
 */
final class SeveralHosts implements Site {
    /** Longer than a login over a slow directory service. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final LaunchPlan plan;
    private final Cluster cluster;
    private final Placement placement;
    private final RankEvents events;
    private final PrintStream err;
    private final RankProgram program;
    private final JobEnvironment environment;
    private final Map<String, RankHost> hosts = new LinkedHashMap<>();
    private String meeting;

    SeveralHosts(
            final LaunchPlan plan,
            final Cluster cluster,
            final Placement placement,
            final RankEvents events,
            final PrintStream err) {
        this.plan = plan;
        this.cluster = cluster;
        this.placement = placement;
        this.events = events;
        this.err = err;
        this.program = RankProgram.of(plan);
        this.environment = JobEnvironment.of(System.getenv(), cluster.variables(), plan.restarts() > 0);
    }

    @Override
    public void open() throws IOException, InterruptedException {
        for (final HostSlots host : used()) {
            add(
                    host,
                    host.isHere()
                            ? new ChildRanks(events, true)
                            : RemoteHost.dial(host.name(), cluster.shell(), events, err));
        }
        final Map<String, Integer> ports = reach();
        meeting = MeetingPoint.of(cluster, used()).at(ports.get(used().get(0).name()));
    }

    private List<HostSlots> used() {
        return cluster.hosts().stream().filter(placement::uses).toList();
    }

    /** The hook that ends them may run meanwhile. */
    private void add(final HostSlots host, final RankHost ranks) {
        synchronized (hosts) {
            hosts.put(host.name(), ranks);
        }
    }

    /** Waits for all of them; a free port on each. */
    private Map<String, Integer> reach() throws UnreachableHostException, InterruptedException {
        final long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
        final Map<String, Integer> ports = new HashMap<>();
        final List<String> failures = new ArrayList<>();
        for (final Map.Entry<String, RankHost> host : hosts.entrySet()) {
            try {
                ports.put(
                        host.getKey(),
                        host.getValue() instanceof RemoteHost remote
                                ? remote.await(deadlineNs).port()
                                : FreePort.pick());
            } catch (final UnreachableHostException unreachable) {
                failures.add(unreachable.getMessage());
            }
        }
        if (!failures.isEmpty()) {
            throw new UnreachableHostException(String.join("\n", failures));
        }
        return ports;
    }

    @Override
    public void start(final int rank, final boolean again) throws IOException {
        final Map<String, String> variables = environment.variables(again);
        if (used().stream().allMatch(HostSlots::isHere)) {
            variables.putIfAbsent("JCCL_SOCKET_IFNAME", "lo");
        }
        RankEnvironment.place(variables, rank, plan.ranks(), placement.localRank(rank), meeting);
        hosts.get(placement.host(rank)).start(rank, program, variables);
    }

    @Override
    public String name(final int rank) {
        return "rank " + rank + " on " + placement.host(rank);
    }

    @Override
    public void end() {
        for (final RankHost host : reached()) {
            host.askToEnd();
        }
        for (final RankHost host : reached()) {
            host.awaitEnd();
        }
    }

    @Override
    public void drain() throws InterruptedException {
        for (final RankHost host : reached()) {
            host.drain();
        }
    }

    private List<RankHost> reached() {
        synchronized (hosts) {
            return List.copyOf(hosts.values());
        }
    }

    @Override
    public void close() {
        // nothing is left: what the ranks had in common was a port
    }
}
