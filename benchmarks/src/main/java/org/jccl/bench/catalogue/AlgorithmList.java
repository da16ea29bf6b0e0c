// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.catalogue;

import java.util.List;
import java.util.Locale;
import org.jccl.algorithm.Algorithm;
import org.jccl.algorithm.Algorithms;
import org.jccl.algorithm.Cost;
import org.jccl.schedule.Collective;
import org.jccl.schedule.Groups;
import org.jccl.schedule.Shape;

/** The algorithms as lines of text, with what they cost for some ranks. */
public final class AlgorithmList {
    private static final String LINE = "%-15s %-22s %7s %9s  %s%n";

    private final Groups groups;

    /** Costs are those of these ranks. */
    public AlgorithmList(final Groups groups) {
        this.groups = groups;
    }

    /** A head, and a line each. */
    public String text(final List<Collective> collectives) {
        final StringBuilder text = new StringBuilder();
        text.append(String.format(LINE, "collective", "algorithm", "rounds", "bytes/S", "for " + ranks()));
        for (final Collective collective : collectives) {
            Algorithms.of(collective).forEach(algorithm -> text.append(line(algorithm)));
        }
        return text.toString();
    }

    private String ranks() {
        return groups.size() + " ranks" + (groups.count() > 1 ? " on " + groups.count() + " hosts" : "");
    }

    private String line(final Algorithm algorithm) {
        final Shape shape = Shape.of(algorithm.collective(), groups.size(), 0).over(groups);
        final boolean supported = algorithm.supports(shape);
        final Cost cost = supported ? algorithm.cost(shape) : null;
        return String.format(
                Locale.ROOT,
                LINE,
                algorithm.collective(),
                algorithm.name(),
                supported ? cost.rounds() : "-",
                supported ? String.format(Locale.ROOT, "%.3f", cost.bytesSent()) : "-",
                algorithm.summary());
    }
}
