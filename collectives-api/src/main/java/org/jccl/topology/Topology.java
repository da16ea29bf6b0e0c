// SPDX-License-Identifier: Apache-2.0
package org.jccl.topology;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jccl.schedule.Groups;

/**
 * Which rank sits on which host and in which process, as all ranks agreed when the communicator was made. Immutable, any
 * thread.
 */
public final class Topology {
    private final List<String> hosts;
    private final Groups groups;
    private final Groups processes;

    private Topology(final List<String> hosts, final Groups groups, final Groups processes) {
        this.hosts = List.copyOf(hosts);
        this.groups = groups;
        this.processes = processes;
    }

    /**
     * From what the ranks said of themselves, in rank order.
     *
     * @param hosts equal exactly for ranks that can share memory
     * @param processes equal, among ranks of one host, exactly for threads of one process
     */
    public static Topology of(final List<String> hosts, final List<String> processes) {
        if (hosts.isEmpty() || hosts.size() != processes.size()) {
            throw new IllegalArgumentException(hosts.size() + " hosts and " + processes.size() + " processes");
        }
        final Map<List<String>, Integer> processLabels = new HashMap<>();
        final int[] processOf = new int[hosts.size()];
        for (int rank = 0; rank < processOf.length; rank++) {
            final List<String> process = List.of(hosts.get(rank), processes.get(rank));
            processOf[rank] = processLabels.computeIfAbsent(process, key -> processLabels.size());
        }
        return new Topology(hosts, Groups.of(labels(hosts)), Groups.of(processOf));
    }

    private static int[] labels(final List<String> names) {
        final Map<String, Integer> labels = new HashMap<>();
        return names.stream()
                .mapToInt(name -> labels.computeIfAbsent(name, key -> labels.size()))
                .toArray();
    }

    /** How many ranks. */
    public int size() {
        return hosts.size();
    }

    /** The host of a rank. */
    public String host(final int rank) {
        return hosts.get(rank);
    }

    /** Which ranks sit on one host. */
    public Groups groups() {
        return groups;
    }

    /** Over what two different ranks meet; never {@link Reach#MIXED}. */
    public Reach between(final int a, final int b) {
        if (processes.groupOf(a) == processes.groupOf(b)) {
            return Reach.LOCAL;
        }
        return groups.groupOf(a) == groups.groupOf(b) ? Reach.SHM : Reach.NET;
    }

    /** Over what the whole communicator meets. */
    public Reach reach() {
        if (groups.count() > 1) {
            return groups.count() == size() ? Reach.NET : Reach.MIXED;
        }
        return processes.count() > 1 ? Reach.SHM : Reach.LOCAL;
    }

    /** One line: {@code 2 hosts: a [0, 1], b [2, 3]}. */
    @Override
    public String toString() {
        final List<String> places = new ArrayList<>();
        for (int group = 0; group < groups.count(); group++) {
            final int[] members = new int[groups.sizeOf(group)];
            for (int i = 0; i < members.length; i++) {
                members[i] = groups.member(group, i);
            }
            places.add(hosts.get(members[0]) + " " + Arrays.toString(members));
        }
        return groups.count() + (groups.count() == 1 ? " host: " : " hosts: ") + String.join(", ", places);
    }
}
