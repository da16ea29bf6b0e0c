// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.cli;

import java.util.concurrent.Callable;
import org.jccl.bench.measure.CudaBuffers;
import org.jccl.bootstrap.LauncherEnvironment;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
            "Exit status: 0 all well, 1 an element was wrong or a rank failed, 2 wrong use.",
            "",
            "Examples:",
            "  jccl perf all_reduce --ranks 4 -b 8 -e 64M -f 4",
            "  jccl perf all_gather --ranks 2 --transport tcp -d bfloat16 --json gather.jsonl",
            "  jccl perf all --ranks 3 -b 1K -e 1M -f 32         every collective, briefly",
            "  jccl perf all_reduce -d all -o all -b 4099 -e 4099 -n 1 -w 1   every type and operator once",
            "  jccl perf all_reduce --threads 2 --buffers heap",
            "  jccl perf all_reduce --ranks 2 --device cuda      buffers in the memory of CUDA devices",
            "  jccl perf all_reduce --overlap -b 64K -e 64M      what a computation hides of an operation",
            "  mpirun -n 4 ./jccl perf all_reduce"
        })
public final class PerfCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private PerfOptions options;

    @ArgGroup
    private Where where;

    /** One of the two, or neither. */
    private static final class Where {
        @Option(
                names = "--ranks",
                paramLabel = "N",
                description = "Start N processes here (default 2, unless a launcher started this one).")
        private int ranks;

        @Option(names = "--threads", paramLabel = "N", description = "Run N ranks as threads of this process.")
        private int threads;
    }

    @Override
    public Integer call() throws Exception {
        final LauncherEnvironment launcher = LauncherEnvironment.detect(System.getenv());
        if (isRank(launcher.source())) {
            return new PerfRanks(options, launcher.localRank()).runHere(builder -> builder);
        }
        final PerfRanks ranks = new PerfRanks(options, CudaBuffers.UNKNOWN);
        final int threads = where == null ? 0 : where.threads;
        final int size = where == null ? 2 : Math.max(threads, where.ranks);
        options.requireRootWithin(size);
        return threads == 0 ? OwnRanks.launch(spec, size) : ranks.runThreads(threads);
    }

    /** Our own launcher's variables say so beyond doubt; others may be those of a shell that one of them started. */
    private boolean isRank(final String launcher) {
        return launcher.equals("jccl") || (where == null && !launcher.equals("none"));
    }
}
