// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.launch;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The variables by which a process launched on this machine finds its place: JCCL's own, and those of torchrun. All are here,
 * so they listen on loopback alone, unless the user has said otherwise.
 */
public final class RankEnvironment {
    private static final String MEMBERS = "JCCL_MEMBERS";

    private RankEnvironment() {}

    /** Adds where a rank leaves its address for those that are started again. */
    public static void openTo(final Map<String, String> environment, final Path folder) {
        environment.put(MEMBERS, folder.toString());
    }

    /** Adds where a rank that is started again finds the others. */
    public static void join(final Map<String, String> environment) {
        environment.put("JCCL_JOIN", Path.of(environment.get(MEMBERS)).toUri().toString());
    }

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
