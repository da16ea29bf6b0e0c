// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import org.jccl.algorithm.Algorithm;
import org.jccl.algorithm.Algorithms;
import org.jccl.schedule.Shape;

/** TEMP. */
final class AlgorithmChoice implements Planner.Chooser {
    private final String rules;

    AlgorithmChoice(final Membership membership, final String rules) {
        this.rules = rules;
    }

    @Override
    public Algorithm choose(final Shape shape, final long sizeBytes, final boolean commutative) {
        for (final Algorithm a : Algorithms.of(shape.collective())) {
            if (a.supports(shape) && (rules.isEmpty() || rules.endsWith(a.name()))) {
                return a;
            }
        }
        throw new IllegalStateException("none " + shape);
    }
}
