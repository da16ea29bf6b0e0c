// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.jccl.bench.chaos.Rehearsal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code jccl chaos}. */
@Command(
        name = "chaos",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class,
        sortOptions = false,
        description = {
            "Rehearses failures: processes call collectives drawn from a seed and check every result, while they are "
                    + "killed and stopped; some abort, call something else or come too late; bits of what one of them "
                    + "sends are spoilt. Those that are left shrink the communicator and go on, take in some of the "
                    + "killed that were started again, until two are left; then it begins again.",
            "",
            "All must end as they should: those that nobody touched well, those that were stopped too long given up "
                    + "by the others, none of them hanging, and nothing of the library may be left in a process that has closed "
                    + "its communicator."
        },
        footer = {
            "",
            "Exit status: 0 all well, 1 something went wrong; the seed and what the ranks said are printed.",
            "",
            "Example:",
            "  jccl chaos --minutes 60 --ranks 5 --seed 1",
            "  sudo ./jccl chaos --hosts --minutes 10"
        })
public final class ChaosCommand implements Callable<Integer> {
    @Option(
            names = "--minutes",
            defaultValue = "1",
            paramLabel = "M",
            description = "Begin no new episode after so long (default ${DEFAULT-VALUE}).")
    private long minutes;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "S",
            description = "Of the first episode; each has the next (default ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--ranks",
            defaultValue = "5",
            paramLabel = "N",
            description = "Processes of an episode, at least 3 (default ${DEFAULT-VALUE}).")
    private int ranks;

    @Option(
            names = "--transport",
            split = ",",
            defaultValue = "shm,tcp",
            paramLabel = "NAME",
            description = "One or several, in turn (default ${DEFAULT-VALUE}).")
    private List<String> transports;

    @Option(
            names = "--hosts",
            description =
                    "Give each rank a host of its own, pretended with a network namespace, whose link is cut, reset and slowed "
                            + "down as well; over tcp. Needs root, ip, tc and ss.")
    private boolean onHosts;

    @Override
    public Integer call() throws Exception {
        if (ranks < 3) {
            throw new IllegalArgumentException("--ranks " + ranks + ": it takes 3 to lose one and go on");
        }
        return new Rehearsal(ranks, onHosts ? List.of("tcp") : transports, onHosts, System.out).run(seed, minutes)
                ? 0
                : 1;
    }
}
