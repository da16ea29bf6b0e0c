// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.cli;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jccl.bench.launch.LaunchPlan;
import org.jccl.bench.launch.Launcher;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jccl launch}. */
@Command(
        name = "launch",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class,
        description = {
            "Runs a Java class as several processes of this machine that find each other.",
            "",
            "The class builds its communicator with Communicator.builder().build() and nothing else. What a rank prints "
                    + "is marked with its number. A signal to jccl ends all ranks; when a rank fails, the others get a "
                    + "while to notice and are then ended, and jccl ends with the failed rank's status."
        },
        footer = {
            "",
            "The ranks' environment: JCCL_RANK, JCCL_SIZE, JCCL_LOCAL_RANK, JCCL_RENDEZVOUS, and as torchrun has it "
                    + "RANK, WORLD_SIZE, LOCAL_RANK.",
            "",
            "Examples:",
            "  jccl launch --ranks 4 --class-path train/target/classes -- com.example.Train --epochs 3",
            "  jccl launch --ranks 4 -- org.jccl.examples.Ex08TrainClassifier",
            "  jccl launch --ranks 4 --restarts 3 -- org.jccl.examples.Ex09SurviveFailures"
        })
public final class LaunchCommand implements Callable<Integer> {
    @Option(
            names = "--ranks",
            defaultValue = "2",
            paramLabel = "N",
            description = "How many processes (default ${DEFAULT-VALUE}).")
    private int ranks;

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
        final LaunchPlan plan =
                new LaunchPlan(ranks, classPath, mainAndArguments, false, Duration.ofSeconds(graceSeconds), restarts);
        return new Launcher(plan, System.out, System.err).run();
    }
}
