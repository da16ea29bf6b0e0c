// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.launch;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The variables by which a launched process finds its place: JCCL's own, and those of torchrun. */
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

    /** Adds those of a rank all of whose peers are on this machine, and listen on loopback unless the user has said otherwise. */
    public static void describe(
            final Map<String, String> environment, final int rank, final int ranks, final String rendezvous) {
        watchThisProcess(environment);
        environment.putIfAbsent("JCCL_SOCKET_IFNAME", "lo");
        place(environment, rank, ranks, rank, rendezvous);
    }

    /** Adds whom the rank does not outlive: this process. */
    static void watchThisProcess(final Map<String, String> environment) {
        environment.put(
                RankMain.LAUNCHER_PID, Long.toString(ProcessHandle.current().pid()));
    }

    /** Adds which rank it is of how many, which one of its host, and where all of them meet. */
    static void place(
            final Map<String, String> environment,
            final int rank,
            final int ranks,
            final int localRank,
            final String rendezvous) {
        environment.put("JCCL_RENDEZVOUS", rendezvous);
        List.of("JCCL_RANK", "RANK").forEach(name -> environment.put(name, Integer.toString(rank)));
        List.of("JCCL_SIZE", "WORLD_SIZE").forEach(name -> environment.put(name, Integer.toString(ranks)));
        List.of("JCCL_LOCAL_RANK", "LOCAL_RANK").forEach(name -> environment.put(name, Integer.toString(localRank)));
    }
}
