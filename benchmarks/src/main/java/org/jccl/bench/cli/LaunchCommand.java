// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.cli;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jccl.bench.launch.Cluster;
import org.jccl.bench.launch.LaunchPlan;
import org.jccl.bench.launch.Launcher;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jccl launch}. */
@Command(
        name = "launch",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class,
        description = {
            "Runs a Java class as several processes, of this machine or of several hosts, that find each other.",
            "",
            "The class builds its communicator with Communicator.builder().build() and nothing else. What a rank prints "
                    + "is marked with its number. A signal to jccl ends all ranks; when a rank fails, the others get a "
                    + "while to notice and are then ended, and jccl ends with the failed rank's status; what the first one to "
                    + "fail printed last is said again at the end.",
            "",
            "With --hostfile, ranks fill the hosts in the file's order, rank 0 on the first. Lines: 'node1 slots=4', "
                    + "'node1:4' or 'node1'; # begins a remark. Hosts other than this one are reached by ssh, which must "
                    + "log in without a password. They need the same Java, class path and folder, or the options "
                    + "--remote-... . Variables JCCL_* go along, others with --env; a token is drawn for each job. No rank "
                    + "outlives jccl or the connection. docs/clusters.md has more."
        },
        footer = {
            "",
            "The ranks' environment: JCCL_RANK, JCCL_SIZE, JCCL_LOCAL_RANK, JCCL_RENDEZVOUS, and as torchrun has it "
                    + "RANK, WORLD_SIZE, LOCAL_RANK.",
            "",
            "Examples:",
            "  jccl launch --ranks 4 --class-path train/target/classes -- com.example.Train --epochs 3",
            "  jccl launch --ranks 4 -- org.jccl.examples.Ex08TrainClassifier",
            "  jccl launch --ranks 4 --restarts 3 -- org.jccl.examples.Ex09SurviveFailures",
            "  jccl launch --hostfile hosts --env OMP_NUM_THREADS=4 -cp train.jar -- com.example.Train",
            "  jccl launch --hostfile hosts --ssh 'ssh -p 2222' --remote-java /opt/jdk/bin/java -- com.example.Train",
            "  jccl launch --hostfile hosts -- org.jccl.bench.cli.Jccl perf all_reduce"
        })
public final class LaunchCommand implements Callable<Integer> {
    private static final int HERE = 2;

    @Option(
            names = "--ranks",
            paramLabel = "N",
            description = "How many processes (default " + HERE + "; with --hostfile as many as it has slots).")
    private Integer ranks;

    @Mixin
    private ClusterOptions hosts;

    @Option(
            names = {"--class-path", "-cp"},
            defaultValue = "",
            paramLabel = "PATH",
            description = "Where the class is; goes before the harness's own class path, which has JCCL.")
    private String classPath;

    @Option(
            names = "--grace",
            defaultValue = "10",
            paramLabel = "SECONDS",
            description = "How long the other ranks may go on when one has failed (default ${DEFAULT-VALUE}).")
    private int graceSeconds;

    @Option(
            names = "--restarts",
            defaultValue = "0",
            paramLabel = "N",
            description =
                    "How many ranks that failed, in all, are started again (default ${DEFAULT-VALUE}). They join the "
                            + "others, who must shrink() after a failure and grow(0) now and then.")
    private int restarts;

    @Parameters(
            arity = "1..*",
            paramLabel = "CLASS ARGS",
            description = "The class with a main method, and its arguments; write -- before it.")
    private List<String> mainAndArguments;

    @Override
    public Integer call() throws Exception {
        final Cluster cluster = hosts.cluster();
        if (cluster == null) {
            return new Launcher(plan(HERE), System.out, System.err).run();
        }
        return new Launcher(plan(cluster.slots()), cluster, System.out, System.err).run();
    }

    private LaunchPlan plan(final int unlessSaid) {
        return new LaunchPlan(
                ranks == null ? unlessSaid : ranks,
                classPath,
                mainAndArguments,
                false,
                Duration.ofSeconds(graceSeconds),
                restarts);
    }
}
