// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jccl.bench.launch.LaunchPlan;
import org.jccl.bench.launch.Launcher;
import picocli.CommandLine.Model.CommandSpec;

/** Starts the ranks of a command as processes that are given the same command line, and find out that they are ranks. */
final class OwnRanks {
    private static final Duration GRACE = Duration.ofSeconds(10);

    private OwnRanks() {}

    /** What was typed, for a person to read and to type again. */
    static String commandLine(final CommandSpec spec) {
        return "jccl "
                + String.join(" ", spec.root().commandLine().getParseResult().originalArgs());
    }

    /** Waits for all of them; the exit status. */
    static int launch(final CommandSpec spec, final int ranks) throws IOException, InterruptedException {
        final List<String> command = new ArrayList<>();
        command.add(Jccl.class.getName());
        command.addAll(spec.root().commandLine().getParseResult().originalArgs());
        return new Launcher(new LaunchPlan(ranks, "", command, true, GRACE, 0), System.out, System.err).run();
    }
}
