// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.cli;

import java.util.concurrent.Callable;
import org.jccl.bench.measure.CudaBuffers;
import org.jccl.bootstrap.LauncherEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code jccl perf}: decides where the ranks are, and has them run. */
@Command(
        name = "perf",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class,
        sortOptions = false,
        description = {
            "Measures a collective over a range of sizes, and checks every element of the results.",
            "",
            "Options and columns are those of nccl-tests, with percentiles of single calls beside them. Started by "
                    + "torchrun, srun, mpirun or 'jccl launch' it is one rank of theirs; else it starts the ranks itself. "
                    + "docs/performance.md says how it measures and what busbw means."
        },
        footer = {
            "",
            "Exit status: 0 all well, 1 an element was wrong, a rank failed or less arrived than --expect says, 2 wrong use.",
            "",
            "Examples:",
            "  jccl perf all_reduce --ranks 4 -b 8 -e 64M -f 4",
            "  jccl perf all_gather --ranks 2 --transport tcp -d bfloat16 --json gather.jsonl",
            "  jccl perf all --ranks 3 -b 1K -e 1M -f 32         every collective, briefly",
            "  jccl perf all_reduce -d all -o all -b 4099 -e 4099 -n 1 -w 1   every type and operator once",
            "  jccl perf all_reduce --threads 2 --buffers heap",
            "  jccl perf all_reduce --ranks 2 --device cuda      buffers in the memory of CUDA devices",
            "  jccl perf all_reduce --overlap -b 64K -e 64M      what a computation hides of an operation",
            "  mpirun -n 4 ./jccl perf all_reduce",
            "  srun -N 8 ./jccl perf all_reduce -b 1M --expect 25Gbit --html ticket.html",
            "  srun -N 8 ./jccl perf pairwise --expect 25Gbit    every link by itself; 'jccl perf pairwise --help'"
        },
        subcommands = PairwiseCommand.class)
public final class PerfCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private PerfOptions options;

    @Mixin
    private Placement placement;

    @Override
    public Integer call() throws Exception {
        if (!options.hasCollective()) {
            throw new ParameterException(spec.commandLine(), "Missing required parameter: 'COLLECTIVE'");
        }
        final LauncherEnvironment launcher = LauncherEnvironment.detect(System.getenv());
        if (placement.isRank(launcher.source())) {
            return ranks(launcher.localRank()).runOne();
        }
        final RanksHere ranks = ranks(CudaBuffers.UNKNOWN);
        options.requireRootWithin(placement.size());
        return placement.threads() == 0
                ? OwnRanks.launch(spec, placement.size())
                : ranks.runThreads(placement.threads());
    }

    private RanksHere ranks(final int localRank) {
        options.algorithms();
        return new RanksHere(options::builder, new PerfRanks(options, localRank, OwnRanks.commandLine(spec)));
    }
}
