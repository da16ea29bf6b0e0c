// SPDX-License-Identifier: Apache-2.0
package org.jccl.algorithm;

import static org.jccl.schedule.Space.INPUT;
import static org.jccl.schedule.Space.OUTPUT;

import org.jccl.schedule.Collective;
import org.jccl.schedule.Program;
import org.jccl.schedule.Schedule;
import org.jccl.schedule.Shape;

/**
 * What every algorithm has in common: a name, what a lone rank does, and modest claims that it may widen by overriding
 * them.
 */
abstract class NamedAlgorithm implements Algorithm {
    private final Collective collective;
    private final String name;
    private final String summary;

    NamedAlgorithm(final Collective collective, final String name, final String summary) {
        this.collective = collective;
        this.name = name;
        this.summary = summary;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final String summary() {
        return summary;
    }

    @Override
    public final Collective collective() {
        return collective;
    }

    /** Any shape but varying counts. */
    @Override
    public boolean supports(final Shape shape) {
        return shape.collective() == collective && !shape.varying();
    }

    /** No. */
    @Override
    public boolean rankOrdered() {
        return false;
    }

    @Override
    public final Schedule schedule(final Shape shape, final int rank) {
        return shape.size() == 1 ? alone(shape) : compose(shape, rank);
    }

    /** The steps of one rank among two or more. */
    abstract Schedule compose(Shape shape, int rank);

    /** A rank without peers has its result in its hand. */
    private static Schedule alone(final Shape shape) {
        final boolean copies = shape.collective() != Collective.BARRIER && !shape.inPlace();
        return Program.of(1)
                .onceIf(copies, step -> step.copy(INPUT, 0, 1).into(OUTPUT, 0, 1))
                .build();
    }

    @Override
    public final String toString() {
        return collective + ":" + name;
    }
}
