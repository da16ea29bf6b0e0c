// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jccl.Communicator;
import org.jccl.CommunicatorBuilder;
import org.jccl.bench.measure.BufferKind;
import org.jccl.bench.pairwise.PairwisePlan;
import org.jccl.bootstrap.LauncherEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code jccl perf pairwise}: every link by itself. */
@Command(
        name = "pairwise",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class,
        sortOptions = false,
        description = {
            "Measures every pair of ranks, latency and bandwidth in both directions, and names the slowest link and the "
                    + "slowest rank, and those that stand out.",
            "",
            "With --expect it is the acceptance test of a network: start one rank on each host, by torchrun, srun, mpirun "
                    + "or 'jccl launch'. Without a launcher it starts ranks here. docs/acceptance.md says how to read it."
        },
        footer = {
            "",
            "Exit status: 0 all well, 1 a link carries less than --expect says or a rank failed, 2 wrong use.",
            "",
            "Examples:",
            "  srun -N 8 ./jccl perf pairwise --expect 25Gbit --html ticket.html --json links.jsonl",
            "  srun -N 64 ./jccl perf pairwise --at-once --expect 100Gbit",
            "  jccl perf pairwise --ranks 4                       within this host"
        })
final class PairwiseCommand implements Callable<Integer> {
    private static final long NS_PER_MS = 1_000_000;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--at-once",
            description = "Measure disjoint pairs at the same time, which takes n-1 turns and not n(n-1)/2; then hosts "
                    + "with several ranks share their link, and a switch that is too small shows.")
    private boolean atOnce;

    @Option(
            names = "--rounds",
            defaultValue = "3",
            paramLabel = "N",
            description = "How often each pair is measured, and again if it stands out; the best counts "
                    + "(default ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--time",
            defaultValue = "50",
            paramLabel = "MS",
            description = "About how long one direction of a pair takes, a round (default ${DEFAULT-VALUE}).")
    private long timeMs;

    @Option(
            names = "--size",
            defaultValue = "4M",
            converter = PerfOptions.SizeConverter.class,
            paramLabel = "SIZE",
            description = "No message is longer (default ${DEFAULT-VALUE}).")
    private long mostBytes;

    @Option(
            names = "--buffers",
            defaultValue = "direct",
            paramLabel = "KIND",
            description = "direct, allocate or heap; as for perf (default ${DEFAULT-VALUE}).")
    private BufferKind buffers;

    @Option(
            names = "--transport",
            paramLabel = "NAME",
            description = "auto, local, shm, tcp, ... (default: JCCL_TRANSPORT, or auto).")
    private String transport;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "Deadline of each message (default: JCCL_TIMEOUT, or 30).")
    private Integer timeoutSeconds;

    @Mixin
    private ExpectOptions expect;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write every link there, as JSON lines.")
    private Path json;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Also write a page there, with both matrices, to attach to a ticket.")
    private Path html;

    @Mixin
    private Placement placement;

    @Override
    public Integer call() throws Exception {
        final int here = placement.size();
        final PairwiseRanks body = new PairwiseRanks(
                size -> new PairwisePlan(
                        PairwisePlan.all(size), atOnce, rounds, mostBytes, timeMs * NS_PER_MS, buffers),
                expect.expected().orElse(null),
                json,
                html,
                OwnRanks.commandLine(spec));
        final RanksHere ranks = new RanksHere(this::builder, body);
        if (placement.isRank(LauncherEnvironment.detect(System.getenv()).source())) {
            return ranks.runOne();
        }
        body.requirePairs(here);
        return placement.threads() == 0 ? OwnRanks.launch(spec, here) : ranks.runThreads(here);
    }

    private CommunicatorBuilder builder() {
        final CommunicatorBuilder builder = Communicator.builder().name("pairwise");
        if (transport != null) {
            builder.transport(transport);
        }
        if (timeoutSeconds != null) {
            builder.timeout(Duration.ofSeconds(timeoutSeconds));
        }
        return builder;
    }
}
