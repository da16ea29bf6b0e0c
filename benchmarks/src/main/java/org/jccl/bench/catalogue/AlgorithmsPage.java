// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.catalogue;

import java.util.Locale;
import org.jccl.algorithm.Algorithm;
import org.jccl.algorithm.Algorithms;
import org.jccl.algorithm.Cost;
import org.jccl.draw.ScheduleDrawing;
import org.jccl.schedule.Collective;
import org.jccl.schedule.Groups;
import org.jccl.schedule.Shape;

/** {@code docs/algorithms.md}: written from the catalogue and the schedules themselves, so that it cannot be wrong. */
public final class AlgorithmsPage {
    private static final int DRAWN_RANKS = 4;
    private static final int[] COST_RANKS = {4, 8, 64};

    private static final String HEAD = """
            # Algorithms

            Written by `./jccl schedule --docs docs/algorithms.md`; a test fails when it is stale. Do not edit.

            An algorithm is a pure function from collective, rank, size and root to steps; the executor runs the steps, the
            verifier proves them for every number of ranks from 1 to 64, and this page counts and draws them. `auto` picks one
            by collective, size and ranks; `--algo`, `CommunicatorBuilder.algorithms`, `-Djccl.algo` and `JCCL_ALGO` override
            it with rules such as `all_reduce:0-4k:one_shot,all_gather:ring`, and `JCCL_DEBUG=INFO` says what was picked and why.

            *S* is the collective's size as in nccl-tests: the vector of all-reduce, reduce and broadcast, all blocks together
            elsewhere. *Rounds* is the longest chain of messages each of which must arrive before the next can leave; *sent* is
            what the busiest rank sends in multiples of S. Both are given for 4 / 8 / 64 ranks on one host; those of two-level
            algorithms for two hosts. *Rank order* says that operands are combined in the order of ranks, so that an operator
            need not be commutative. *V* says that blocks may differ in length.
            """;

    private AlgorithmsPage() {}

    /** The whole page. */
    public static String text() {
        final StringBuilder page = new StringBuilder(HEAD);
        for (final Collective collective : Collective.values()) {
            if (!Algorithms.of(collective).isEmpty()) {
                section(page, collective);
            }
        }
        return page.toString();
    }

    private static void section(final StringBuilder page, final Collective collective) {
        page.append("\n## ").append(collective).append("\n\n");
        page.append("| algorithm | in a sentence | rounds | sent | in place | rank order | V |\n");
        page.append("|---|---|---|---|---|---|---|\n");
        Algorithms.of(collective).forEach(algorithm -> row(page, algorithm));
        Algorithms.of(collective).forEach(algorithm -> drawing(page, algorithm));
    }

    private static void row(final StringBuilder page, final Algorithm algorithm) {
        final StringBuilder rounds = new StringBuilder();
        final StringBuilder sent = new StringBuilder();
        for (final int ranks : COST_RANKS) {
            final Shape shape = shape(algorithm, ranks);
            final Cost cost = algorithm.supports(shape) ? algorithm.cost(shape) : null;
            rounds.append(rounds.isEmpty() ? "" : " / ").append(cost == null ? "-" : cost.rounds());
            sent.append(sent.isEmpty() ? "" : " / ").append(cost == null ? "-" : multiple(cost.bytesSent()));
        }
        final Shape shape = shape(algorithm, DRAWN_RANKS);
        final boolean reducing = algorithm.collective().isReducing();
        page.append(String.format(
                "| `%s` | %s | %s | %s | %s | %s | %s |\n",
                algorithm.name(),
                algorithm.summary(),
                rounds,
                sent,
                mark(algorithm.supports(shape.asInPlace())),
                reducing ? mark(algorithm.rankOrdered()) : "",
                algorithm.collective().isVector() ? "" : mark(algorithm.supports(varying(shape)))));
    }

    private static void drawing(final StringBuilder page, final Algorithm algorithm) {
        page.append("\n<details><summary><code>").append(algorithm.name()).append("</code>, ");
        page.append(DRAWN_RANKS).append(" ranks</summary>\n\n```\n");
        page.append(
                ScheduleDrawing.text(algorithm, shape(algorithm, DRAWN_RANKS)).stripTrailing());
        page.append("\n```\n\n</details>\n");
    }

    /** On one host, or on two where that is what the algorithm is for. */
    private static Shape shape(final Algorithm algorithm, final int ranks) {
        final Shape oneHost = Shape.of(algorithm.collective(), ranks, 0);
        if (!algorithm.name().startsWith("two_level")) {
            return oneHost;
        }
        final int[] hostOf = new int[ranks];
        for (int rank = 0; rank < ranks; rank++) {
            hostOf[rank] = rank / ((ranks + 1) / 2);
        }
        return oneHost.over(Groups.of(hostOf));
    }

    private static Shape varying(final Shape shape) {
        return new Shape(shape.collective(), shape.size(), shape.root(), shape.inPlace(), true, shape.groups());
    }

    private static String mark(final boolean yes) {
        return yes ? "yes" : "no";
    }

    private static String multiple(final double sent) {
        return String.format(Locale.ROOT, "%.3f", sent).replaceFirst("\\.?0+$", "");
    }
}
