// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.launch;

import java.util.List;
import java.util.Map;

/**
 * The hosts of a job, and how they are reached.
 *
 * @param hosts where ranks may run; filled in this order
 * @param shell how a host is told to start ranks
 * @param rendezvous {@code host} or {@code host:port} by which the ranks find rank 0; empty for the first host's name and any
 *     free port
 * @param variables what the ranks' environment has besides the launcher's own variables {@code JCCL_*}
 */
public record Cluster(List<HostSlots> hosts, RemoteShell shell, String rendezvous, Map<String, String> variables) {
    /** Takes copies. */
    public Cluster {
        hosts = List.copyOf(hosts);
        variables = Map.copyOf(variables);
    }

    /** How many ranks the hosts take. */
    public int slots() {
        return hosts.stream().mapToInt(HostSlots::slots).sum();
    }
}
