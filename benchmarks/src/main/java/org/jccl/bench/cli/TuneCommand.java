// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jccl.Communicator;
import org.jccl.CommunicatorBuilder;
import org.jccl.bench.machine.MachineProbe;
import org.jccl.bench.measure.Operation;
import org.jccl.bench.measure.Sizes;
import org.jccl.bench.tune.Tuning;
import org.jccl.bench.tune.TuningText;
import org.jccl.bench.tune.Winner;
import org.jccl.bootstrap.LauncherEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code jccl tune}: measures the algorithms where they will run, and writes the table that chooses among them. */
@Command(
        name = "tune",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class,
        sortOptions = false,
        description = {
            "Measures every algorithm of a collective at every size, in turn, and prints the rules that choose the fastest.",
            "",
            "The rules are text to read and to edit; rank 0 takes them from a file: JCCL_TUNING=tuned.txt, or the setting "
                    + "'tuning' of the builder. They hold for the number of ranks measured; what they leave out, the "
                    + "library's own table decides. Started by torchrun, srun, mpirun or 'jccl launch' this is one rank of theirs."
        },
        footer = {
            "",
            "Exit status: 0 all well, 1 a rank failed, 2 wrong use.",
            "",
            "Examples:",
            "  jccl tune all_reduce --ranks 4 --out tuned.txt",
            "  JCCL_TUNING=tuned.txt jccl perf all_reduce --ranks 4",
            "  srun -N 8 ./jccl tune all --transport tcp -b 1K -e 64M --out tuned.txt"
        })
public final class TuneCommand implements Callable<Integer> {
    /** The slowest algorithm at the largest size counts too. */
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            arity = "0..1",
            defaultValue = "all_reduce",
            paramLabel = "COLLECTIVE",
            description =
                    "As for perf (default ${DEFAULT-VALUE}); V forms take the rules of the form with equal counts.")
    private String collective;

    @Option(
            names = "--ranks",
            defaultValue = "2",
            paramLabel = "N",
            description = "Start N processes here, unless a launcher started this one (default ${DEFAULT-VALUE}).")
    private int ranks;

    @Option(
            names = "--transport",
            paramLabel = "NAME",
            description = "auto, shm, tcp, ... (default: JCCL_TRANSPORT, or auto).")
    private String transport;

    @Option(
            names = {"-b", "--minbytes"},
            defaultValue = "8",
            converter = PerfOptions.SizeConverter.class,
            paramLabel = "SIZE",
            description = "Smallest size (default ${DEFAULT-VALUE}).")
    private long minBytes;

    @Option(
            names = {"-e", "--maxbytes"},
            defaultValue = "16M",
            converter = PerfOptions.SizeConverter.class,
            paramLabel = "SIZE",
            description = "Greatest size (default ${DEFAULT-VALUE}).")
    private long maxBytes;

    @Option(
            names = {"-f", "--stepfactor"},
            defaultValue = "4",
            paramLabel = "N",
            description = "Each size is N times the one before (default ${DEFAULT-VALUE}).")
    private int factor;

    @Option(
            names = "--rounds",
            defaultValue = "5",
            paramLabel = "N",
            description = "How often each algorithm is measured at each size (default ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--time",
            defaultValue = "40",
            paramLabel = "MS",
            description = "How long the timed calls of one round take, about (default ${DEFAULT-VALUE}).")
    private long timeMs;

    @Option(names = "--out", paramLabel = "FILE", description = "Also write the rules there.")
    private Path out;

    @Override
    public Integer call() throws Exception {
        final Sizes sizes = new Sizes(minBytes, maxBytes, factor, 0);
        final List<Operation> operations = Operation.parse(collective).stream()
                .filter(operation -> operation.family().equals(operation.toString()) && operation.hasAlgorithms())
                .toList();
        if (operations.isEmpty() || rounds < 1) {
            throw new IllegalArgumentException(
                    rounds < 1
                            ? rounds + " rounds; it takes at least 1"
                            : collective + " has no algorithms to choose from");
        }
        final String launcher = LauncherEnvironment.detect(System.getenv()).source();
        return launcher.equals("none") ? OwnRanks.launch(spec, ranks) : rank(operations, sizes);
    }

    private int rank(final List<Operation> operations, final Sizes sizes) throws IOException {
        try (Communicator world = builder().name("tune").build()) {
            final boolean tells = world.rank() == 0;
            final StringBuilder text = new StringBuilder(tells ? head(world) : "");
            say(tells, text.toString());
            final Tuning tuning = new Tuning(world, this::builder, rounds, Duration.ofMillis(timeMs));
            for (final Operation operation : operations) {
                final List<Winner> winners = tuning.run(operation, sizes, winner -> progress(tells, operation, winner));
                final String rules = TuningText.rules(operation, world.size(), winners);
                text.append(rules);
                say(tells, rules);
            }
            if (tells && out != null) {
                Files.writeString(out, text);
            }
            return 0;
        }
    }

    private CommunicatorBuilder builder() {
        final CommunicatorBuilder builder = Communicator.builder().timeout(DEADLINE);
        return transport == null ? builder : builder.transport(transport);
    }

    private static String head(final Communicator world) {
        final String peer = world.size() > 1 ? world.transport(1) : "none";
        return "# " + world.size() + " ranks, rank 1 reached over " + peer + "\n# "
                + MachineProbe.probe().summary() + "\n# collective    bytes      ranks   reach  algorithm\n";
    }

    private static void progress(final boolean tells, final Operation operation, final Winner winner) {
        if (tells && Boolean.getBoolean("jccl.terminal")) {
            System.err.println("# " + operation + " of " + winner.bytes() + " bytes: " + winner.algorithm());
        }
    }

    private static void say(final boolean tells, final String text) {
        if (tells) {
            System.out.print(text);
            System.out.flush();
        }
    }
}
