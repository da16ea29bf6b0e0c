// SPDX-License-Identifier: Apache-2.0
package org.jccl.select;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jccl.algorithm.Algorithm;
import org.jccl.algorithm.Algorithms;
import org.jccl.schedule.Shape;
import org.jccl.topology.Reach;

/**
 * Chooses an algorithm: overrides first, then the table, then the first of the catalogue that can. A pure function of
 * its arguments, so that ranks with equal tables choose alike. Immutable, any thread.
 */
public final class Selector {
    private final List<Rule> rules;

    /** A selector over the shipped table. */
    public Selector(final RuleTable overrides) {
        this(overrides, RuleTable.shipped());
    }

    /** A selector over that table. */
    public Selector(final RuleTable overrides, final RuleTable table) {
        rules = new ArrayList<>(overrides.rules());
        rules.addAll(table.rules());
    }

    /**
     * Chooses.
     *
     * @param sizeBytes the collective's size in the sense of nccl-tests; must be the same number on every rank, so a
     *     rank that knows only its own counts says 0
     * @param reach over what the ranks meet
     * @param commutative whether the operator is; true where nothing is reduced
     * @throws IllegalArgumentException if no algorithm can do it
     */
    public Choice choose(final Shape shape, final long sizeBytes, final Reach reach, final boolean commutative) {
        final Request request = new Request(shape, sizeBytes, reach, commutative);
        final StringBuilder passedOver = new StringBuilder();
        for (final Rule rule : rules) {
            if (rule.applies(request)) {
                final String obstacle = request.obstacle(rule.algorithm());
                if (obstacle == null) {
                    return new Choice(rule.algorithm(), rule.origin() + passedOver);
                }
                passedOver
                        .append("; not ")
                        .append(rule.origin())
                        .append(": it ")
                        .append(obstacle);
            }
        }
        return fallBack(request, passedOver);
    }

    private static Choice fallBack(final Request request, final CharSequence passedOver) {
        for (final Algorithm algorithm : Algorithms.of(request.shape().collective())) {
            if (request.obstacle(algorithm) == null) {
                return new Choice(algorithm, "no rule, being the first that can do it" + passedOver);
            }
        }
        throw new IllegalArgumentException("no algorithm for " + request + ": " + obstacles(request));
    }

    private static String obstacles(final Request request) {
        return String.join(
                "; ",
                Algorithms.of(request.shape().collective()).stream()
                        .map(algorithm -> algorithm.name() + " " + request.obstacle(algorithm))
                        .toList());
    }

    /**
     * Every algorithm of the collective with what it should take, and which one was chosen and why: text for a person.
     * The arguments are those of {@link #choose}.
     */
    public String explain(final Shape shape, final long sizeBytes, final Reach reach, final boolean commutative) {
        final Request request = new Request(shape, sizeBytes, reach, commutative);
        final Choice choice = choose(shape, sizeBytes, reach, commutative);
        final CostModel model = CostModel.typical(reach);
        final StringBuilder text = new StringBuilder(request + ": " + choice + "\n");
        for (final Algorithm algorithm : Algorithms.of(shape.collective())) {
            final String obstacle = request.obstacle(algorithm);
            final String prospect = obstacle != null
                    ? obstacle
                    : String.format(
                            Locale.ROOT,
                            "about %.1f us (%s)",
                            model.predictNs(algorithm, shape, sizeBytes) / 1e3,
                            algorithm.summary());
            final char mark = algorithm == choice.algorithm() ? '*' : ' ';
            text.append(String.format(Locale.ROOT, "%c %-20s %s\n", mark, algorithm.name(), prospect));
        }
        return text.toString();
    }
}
