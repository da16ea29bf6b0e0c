// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jccl.bench.compare.Comparison;
import org.jccl.bench.compare.ComparisonJson;
import org.jccl.bench.compare.ComparisonPage;
import org.jccl.bench.compare.ComparisonTable;
import org.jccl.bench.compare.Contender;
import org.jccl.bench.compare.Contenders;
import org.jccl.bench.compare.Duel;
import org.jccl.bench.compare.Ground;
import org.jccl.bench.machine.Machine;
import org.jccl.bench.machine.MachineProbe;
import org.jccl.bench.measure.BufferKind;
import org.jccl.bench.measure.Operation;
import org.jccl.bench.measure.Sizes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jccl compare}: JCCL and another library in turn, size by size. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class,
        sortOptions = false,
        description = {
            "Measures JCCL and another library in turn, or beside results from a file, and prints the "
                    + "ratio at every size.",
            "",
            "Both stay up and sleep while the other is measured, so that each round of a size is measured within the same "
                    + "second. Calls are out of place, on float32, reduced by sum. docs/performance.md says more."
        },
        footer = {
            "",
            "Exit status: 0 all compared, 1 one of the two failed, 2 wrong use.",
            "",
            "Examples:",
            "  jccl compare --with openmpi --transport shm --html shm.html",
            "  jccl compare all_gather --with openmpi --ranks 4 --transport tcp -b 1K -e 16M -f 4",
            "  jccl compare --with openmpi --hosts node1,node2,node3,node4 -b 1M",
            "  jccl compare --with osu_allreduce.txt --ranks 2         OSU's or nccl-tests' output",
            "  jccl compare --ours mine.jsonl --with theirs.jsonl      two files; nothing is measured",
            "  jccl compare --with './my_contender --fast'             a program that answers tasks; see the docs"
        })
public final class CompareCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            arity = "0..1",
            defaultValue = "all_reduce",
            paramLabel = "COLLECTIVE",
            description = "all_reduce (default), all_gather, broadcast, reduce_scatter, all_to_all, barrier, reduce, "
                    + "gather, scatter, or all.")
    private String collective;

    @Option(
            names = "--with",
            required = true,
            paramLabel = "WHOM",
            description =
                    "openmpi; a file of results of OSU's micro-benchmarks, nccl-tests or jccl perf; or a program.")
    private String with;

    @Option(names = "--ours", paramLabel = "FILE", description = "Results to compare instead of measuring JCCL now.")
    private Path ours;

    @Option(
            names = "--ranks",
            paramLabel = "N",
            description = "How many (default: 2 on this machine, or one on each of the hosts).")
    private Integer ranks;

    @Option(
            names = "--hosts",
            split = ",",
            paramLabel = "HOST",
            description = "Where mpirun starts the ranks of both, as h1,h2,h3 (default: all on this machine).")
    private List<String> hosts = List.of();

    @Option(
            names = "--transport",
            defaultValue = "auto",
            paramLabel = "NAME",
            description = "shm, tcp, or auto: what each of the two chooses (default ${DEFAULT-VALUE}).")
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
            defaultValue = "64M",
            converter = PerfOptions.SizeConverter.class,
            paramLabel = "SIZE",
            description = "Greatest size (default ${DEFAULT-VALUE}).")
    private long maxBytes;

    @Option(
            names = {"-f", "--stepfactor"},
            defaultValue = "8",
            paramLabel = "N",
            description = "Each size is N times the one before (default ${DEFAULT-VALUE}).")
    private int factor;

    @Option(
            names = "--rounds",
            defaultValue = "5",
            paramLabel = "N",
            description = "How often each measures each size (default ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--time",
            defaultValue = "200",
            paramLabel = "MS",
            description = "How long the timed calls of one round take, about (default ${DEFAULT-VALUE}).")
    private long timeMs;

    @Option(
            names = "--buffers",
            defaultValue = "direct",
            paramLabel = "KIND",
            description = "JCCL's: direct, allocate or heap; as for perf (default ${DEFAULT-VALUE}).")
    private BufferKind buffers;

    @Option(
            names = "--mpi-options",
            split = " ",
            paramLabel = "TEXT",
            description = "Further options for mpirun, as one text.")
    private List<String> mpiOptions = List.of();

    @Option(names = "--html", paramLabel = "FILE", description = "Also write a page with plots there.")
    private Path html;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write every round there, as JSON lines.")
    private Path json;

    @Override
    public Integer call() throws IOException {
        final Ground ground = ground();
        final Sizes sizes = new Sizes(minBytes, maxBytes, factor, 0);
        final List<Operation> operations = Operation.parse(collective);
        final Machine machine = MachineProbe.probe();
        try (Contender mine =
                        ours == null ? Contenders.jccl(ground, System.err) : Contenders.file(ours, ground.ranks());
                Contender other = Contenders.named(with, ground, mpiOptions, System.err)) {
            final ComparisonTable table = new ComparisonTable(System.out, ground, mine.name(), other.name(), rounds);
            table.machine(machine);
            final ComparisonPage page = new ComparisonPage(ground, machine, mine.name(), other.name());
            final List<Duel> all = new ArrayList<>();
            for (final Operation operation : operations) {
                final List<Duel> duels = new Comparison(mine, other, rounds, timeMs)
                        .run(operation, operation.movesData() ? sizes : List.of(0L), table::row);
                page.add(duels);
                all.addAll(duels);
            }
            if (all.isEmpty()) {
                throw new IllegalArgumentException(other.name() + " has no figures for any of these sizes");
            }
            write(page, all, ground, machine, mine.name(), other.name());
            return 0;
        }
    }

    private Ground ground() {
        final int size = ranks != null ? ranks : hosts.isEmpty() ? 2 : hosts.size();
        return new Ground(size, hosts, transport, buffers.name().toLowerCase(Locale.ROOT), maxBytes);
    }

    private void write(
            final ComparisonPage page,
            final List<Duel> duels,
            final Ground ground,
            final Machine machine,
            final String mine,
            final String other)
            throws IOException {
        if (html != null) {
            page.write(html);
        }
        if (json != null) {
            try (ComparisonJson lines = new ComparisonJson(json, ground, machine, mine, other)) {
                for (final Duel duel : duels) {
                    lines.row(duel);
                }
            }
        }
    }
}
