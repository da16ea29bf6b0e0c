// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.launch;

import java.util.List;
import java.util.Map;

/**
 * The variables by which a process launched on this machine finds its place: JCCL's own, and those of torchrun. All are here,
 * so they listen on loopback alone, unless the user has said otherwise.
 */
public final class RankEnvironment {
    private RankEnvironment() {}

    /** Adds them. */
    public static void describe(
            final Map<String, String> environment, final int rank, final int ranks, final String rendezvous) {
        final String number = Integer.toString(rank);
        final String size = Integer.toString(ranks);
        environment.put(
                RankMain.LAUNCHER_PID, Long.toString(ProcessHandle.current().pid()));
        environment.put("JCCL_RENDEZVOUS", rendezvous);
        environment.putIfAbsent("JCCL_SOCKET_IFNAME", "lo");
        List.of("JCCL_RANK", "RANK", "JCCL_LOCAL_RANK", "LOCAL_RANK").forEach(name -> environment.put(name, number));
        List.of("JCCL_SIZE", "WORLD_SIZE").forEach(name -> environment.put(name, size));
    }
}
