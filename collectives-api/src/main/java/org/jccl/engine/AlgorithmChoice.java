// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.util.Locale;
import org.jccl.algorithm.Algorithm;
import org.jccl.error.InvalidUsageException;
import org.jccl.schedule.Collective;
import org.jccl.schedule.Groups;
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

    /** How the names of collectives end whose blocks differ in length. */
    private static final String VARYING = "_v";

    private final String who;
    private final Selector selector;
    private final Reach reach;
    private final Groups groups;
    private final boolean loud;

    /**
     * A choice for a communicator.
     *
     * @param who what begins a line of the log
     * @param groups who sits on which host
     * @param rules overrides, then a table before the shipped one; the same on every rank
     * @param loud whether every choice is worth a line at INFO
     */
    AlgorithmChoice(
            final String who, final Reach reach, final Groups groups, final RuleTable rules, final boolean loud) {
        this.selector = new Selector(rules);
        this.who = who;
        this.reach = reach;
        this.groups = groups;
        this.loud = loud;
    }

    /**
     * Reads overrides and a table that counts after them, or refuses them.
     *
     * @param overrides in one line; see {@link RuleTable}
     * @param table one rule a line; may be empty
     */
    static RuleTable parse(final String overrides, final String table) {
        try {
            return RuleTable.parseOverrides("JCCL_ALGO", overrides).then(RuleTable.parse("JCCL_TUNING", table));
        } catch (final IllegalArgumentException malformed) {
            throw new InvalidUsageException(malformed.getMessage(), malformed);
        }
    }

    @Override
    public Algorithm choose(final Shape shape, final long sizeBytes, final boolean commutative, final boolean direct) {
        final Reach over = direct && groups.count() == 1 ? Reach.DEVICE : reach;
        final Choice choice = select(shape, sizeBytes, over, commutative);
        if (loud) {
            LOG.info("{}: {} of {} bytes ({}): {}", who, shape.collective(), sizeBytes, over, choice);
        } else {
            LOG.debug("{}: {} of {} bytes ({}): {}", who, shape.collective(), sizeBytes, over, choice);
        }
        return choice.algorithm();
    }

    // ---- questions of people ----

    /** The name of what would be chosen for a collective of that name. */
    String nameFor(final String collective, final long sizeBytes, final boolean inPlace) {
        return select(shape(collective, inPlace), sizeBytes, reach, true)
                .algorithm()
                .name();
    }

    /** What would be chosen for a collective of that name, and why. */
    String explain(final String collective, final long sizeBytes, final boolean inPlace) {
        final Shape shape = shape(collective, inPlace);
        // refuses what cannot be carried out
        select(shape, sizeBytes, reach, true);
        return selector.explain(shape, known(shape, sizeBytes), reach, true);
    }

    private Shape shape(final String name, final boolean inPlace) {
        final boolean varying = name.toLowerCase(Locale.ROOT).endsWith(VARYING);
        final String plain = varying ? name.substring(0, name.length() - VARYING.length()) : name;
        try {
            return new Shape(Collective.parse(plain), groups.size(), 0, inPlace, varying, groups);
        } catch (final IllegalArgumentException unknown) {
            throw new InvalidUsageException(unknown.getMessage(), unknown);
        }
    }

    /** The size that all ranks know, as they must choose alike; of a rooted collective with varying blocks only the root knows it, so none does. */
    private static long known(final Shape shape, final long sizeBytes) {
        return shape.varying() && shape.collective().isRooted() ? 0 : sizeBytes;
    }

    private Choice select(final Shape shape, final long sizeBytes, final Reach over, final boolean commutative) {
        try {
            return selector.choose(shape, known(shape, sizeBytes), over, commutative);
        } catch (final IllegalArgumentException none) {
            throw new InvalidUsageException(none.getMessage(), none);
        }
    }
}
