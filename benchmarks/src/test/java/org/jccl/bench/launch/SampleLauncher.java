// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.launch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A launcher in a process of its own, to be killed. */
public final class SampleLauncher {
    private SampleLauncher() {}

    /** The folder where the ranks leave their process ids; then a hostfile and what reaches its hosts, if there are any. */
    public static void main(final String[] args) throws Exception {
        final List<String> command = List.of(SampleRank.class.getName(), "pid", args[0]);
        final LaunchPlan plan = new LaunchPlan(2, "", command, false, Duration.ofSeconds(1), 0);
        System.exit(args.length == 1 ? new Launcher(plan, System.out, System.err).run() : onHosts(plan, args));
    }

    private static int onHosts(final LaunchPlan plan, final String[] args) throws Exception {
        final Cluster cluster =
                new Cluster(HostFile.read(Path.of(args[1])), RemoteShell.of(args[2], null, null, null), "", Map.of());
        return new Launcher(plan, cluster, System.out, System.err).run();
    }
}
