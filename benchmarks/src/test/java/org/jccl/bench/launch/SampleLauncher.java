// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.launch;

import java.time.Duration;
import java.util.List;

/** A launcher in a process of its own, to be killed. */
public final class SampleLauncher {
    private SampleLauncher() {}

    /** The folder where the ranks leave their process ids. */
    public static void main(final String[] args) throws Exception {
        final List<String> command = List.of(SampleRank.class.getName(), "pid", args[0]);
        System.exit(
                new Launcher(new LaunchPlan(2, "", command, false, Duration.ofSeconds(1), 0), System.out, System.err)
                        .run());
    }
}
