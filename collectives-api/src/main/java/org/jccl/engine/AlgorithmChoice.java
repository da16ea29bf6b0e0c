// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import org.jccl.algorithm.Algorithm;
import org.jccl.error.InvalidUsageException;
import org.jccl.schedule.Shape;
import org.jccl.select.Choice;
import org.jccl.select.RuleTable;
import org.jccl.select.Selector;
import org.jccl.topology.Reach;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses by the selector's table under rank 0's rules, and says what and why. */
final class AlgorithmChoice implements Planner.Chooser {
    private static final Logger LOG = LoggerFactory.getLogger(AlgorithmChoice.class);

    private final Selector selector;
    private final Reach reach;
    private final boolean loud;

    /**
     * A choice for a communicator.
     *
     * @param rules overrides, the same on every rank
     * @param loud whether every choice is worth a line at INFO
     */
    AlgorithmChoice(final Reach reach, final String rules, final boolean loud) {
        this.selector = new Selector(parse(rules));
        this.reach = reach;
        this.loud = loud;
    }

    /** Reads overrides, or refuses them. */
    static RuleTable parse(final String rules) {
        try {
            return RuleTable.parseOverrides("JCCL_ALGO", rules);
        } catch (final IllegalArgumentException malformed) {
            throw new InvalidUsageException(malformed.getMessage(), malformed);
        }
    }

    @Override
    public Algorithm choose(final Shape shape, final long sizeBytes, final boolean commutative) {
        final Choice choice = select(shape, sizeBytes, commutative);
        if (loud) {
            LOG.info(
                    "{} of {} bytes over {} ranks ({}): {}",
                    shape.collective(),
                    sizeBytes,
                    shape.size(),
                    reach,
                    choice);
        } else {
            LOG.debug("{} of {} bytes: {}", shape.collective(), sizeBytes, choice);
        }
        return choice.algorithm();
    }

    /** What would be chosen for an operator that commutes, and why. */
    String explain(final Shape shape, final long sizeBytes) {
        return selector.explain(shape, sizeBytes, reach, true);
    }

    Choice select(final Shape shape, final long sizeBytes, final boolean commutative) {
        try {
            return selector.choose(shape, sizeBytes, reach, commutative);
        } catch (final IllegalArgumentException none) {
            throw new InvalidUsageException(none.getMessage(), none);
        }
    }
}
