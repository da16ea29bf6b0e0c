// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jccl.algorithm.Algorithm;
import org.jccl.algorithm.Algorithms;
import org.jccl.bench.catalogue.AlgorithmList;
import org.jccl.bench.catalogue.AlgorithmsPage;
import org.jccl.draw.ScheduleDrawing;
import org.jccl.schedule.Collective;
import org.jccl.schedule.Groups;
import org.jccl.schedule.Shape;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code jccl schedule}. */
@Command(
        name = "schedule",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class,
        sortOptions = false,
        description = {
            "Shows what the ranks do in a collective, step by step, as text or as a picture; nothing is run.",
            "",
            "Without --algo it lists the algorithms that perform the collective, and what they cost."
        },
        footer = {
            "",
            "Examples:",
            "  jccl schedule --list",
            "  jccl schedule all_reduce --ranks 6",
            "  jccl schedule all_reduce --algo ring --ranks 4",
            "  jccl schedule all_reduce --algo ring --ranks 8 --svg ring.svg",
            "  jccl schedule broadcast --algo two_level --hosts 2x4 --root 5 --svg broadcast.svg"
        })
public final class ScheduleCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "COLLECTIVE",
            description =
                    "all_reduce, reduce, broadcast, all_gather, reduce_scatter, all_to_all, gather, scatter, barrier.")
    private String collective;

    @Option(names = "--algo", paramLabel = "NAME", description = "The algorithm, as ring.")
    private String algorithm;

    @Option(names = "--ranks", paramLabel = "N", description = "How many ranks, on one host (default 8).")
    private Integer ranks;

    @Option(names = "--hosts", paramLabel = "HxR", description = "As many hosts with as many ranks each, as 2x4.")
    private String hosts;

    @Option(
            names = "--root",
            defaultValue = "0",
            paramLabel = "RANK",
            description = "Root of a rooted collective (default ${DEFAULT-VALUE}).")
    private int root;

    @Option(names = "--in-place", description = "The schedule in place, where it differs.")
    private boolean inPlace;

    @Option(names = "--svg", paramLabel = "FILE", description = "Draw a picture there instead of printing text.")
    private Path svg;

    @Option(names = "--list", description = "List all algorithms.")
    private boolean list;

    @Option(
            names = "--docs",
            paramLabel = "FILE",
            description = "Write the page about all algorithms there, as Markdown.")
    private Path docs;

    @Override
    public Integer call() throws IOException {
        if (docs != null) {
            Files.writeString(docs, AlgorithmsPage.text());
        } else if (list || collective == null || algorithm == null) {
            print(new AlgorithmList(groups()).text(listed()));
        } else {
            draw(Algorithms.find(Collective.parse(collective), algorithm));
        }
        return 0;
    }

    private List<Collective> listed() {
        return collective == null ? Arrays.asList(Collective.values()) : List.of(Collective.parse(collective));
    }

    private void draw(final Algorithm found) throws IOException {
        final Groups groups = groups();
        final Shape apart = Shape.of(found.collective(), groups.size(), root).over(groups);
        final Shape shape = inPlace ? apart.asInPlace() : apart;
        if (svg == null) {
            print(ScheduleDrawing.text(found, shape));
        } else {
            Files.writeString(svg, ScheduleDrawing.svg(found, shape));
            print(svg.toString());
        }
    }

    private void print(final String text) {
        final PrintWriter out = spec.commandLine().getOut();
        out.println(text.stripTrailing());
    }

    private Groups groups() {
        if (hosts == null) {
            return Groups.single(ranks == null ? 8 : ranks);
        }
        final String[] parts = hosts.split("x");
        if (ranks != null || parts.length != 2) {
            throw new IllegalArgumentException(
                    "write --hosts 2x4 for two hosts of four ranks, and no --ranks beside it");
        }
        final int each = Integer.parseInt(parts[1]);
        final int[] hostOf = new int[Integer.parseInt(parts[0]) * each];
        Arrays.setAll(hostOf, rank -> rank / each);
        return Groups.of(hostOf);
    }
}
