// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import org.jccl.algorithm.Algorithm;
import org.jccl.algorithm.Algorithms;
import org.jccl.plan.Plan;
import org.jccl.plan.PlanCompiler;
import org.jccl.schedule.Collective;
import org.jccl.schedule.Groups;
import org.jccl.schedule.Shape;

/** Decides how a call is carried out: algorithm and slab size. The same on every rank for the same call. */
final class Planner {
    private final int rank;
    private final int size;
    private final Groups groups;
    private final Chooser chooser;
    private final long slabBytes;

    /**
     * How much larger a slab is through whose memory devices are copied: to begin a copy takes as long as to copy some
     * 100 KiB.
     */
    private static final long STAGED_FACTOR = 16;
    /** And where kernels reduce in devices' memory: to begin one takes as long as to reduce some MiB. */
    private static final long DIRECT_FACTOR = 256;

    /** Chooses an algorithm. */
    interface Chooser {
        Algorithm choose(Shape shape, long sizeBytes, boolean commutative, boolean direct);
    }

    Planner(final int rank, final int size, final Groups groups, final Chooser chooser, final long slabBytes) {
        this.rank = rank;
        this.size = size;
        this.groups = groups;
        this.chooser = chooser;
        this.slabBytes = slabBytes;
    }

    /** What was chosen, and how to make a plan of it. */
    final class Choice {
        private final Shape shape;
        private final Algorithm algorithm;
        private final int peer;
        private final boolean staged;
        private final long slabFactor;

        Choice(final Shape shape, final Algorithm algorithm, final int peer, final Call call) {
            this.shape = shape;
            this.algorithm = algorithm;
            this.peer = peer;
            this.staged = call.staged();
            this.slabFactor = call.device() != null ? DIRECT_FACTOR : call.touchesDevice() ? STAGED_FACTOR : 1;
        }

        /** Equal for equal plans. */
        String key() {
            return shape.collective() + "/" + (algorithm == null ? peer : algorithm.name() + "/" + shape.root()) + "/"
                    + shape.inPlace() + "/" + shape.varying() + "/" + staged;
        }

        long slabBytes() {
            return slabBytes * slabFactor;
        }

        Plan compile() {
            return algorithm == null
                    ? PlanCompiler.compile("direct", 0, new PointToPoint(shape.collective(), peer), shape, rank, staged)
                    : PlanCompiler.compile(
                            algorithm.name(), id(algorithm), algorithm.schedule(shape, rank), shape, rank, staged);
        }
    }

    /** The algorithm's number in the catalogue, from 1: what the fingerprint carries. */
    private static int id(final Algorithm algorithm) {
        return 1 + Algorithms.all().indexOf(algorithm);
    }

    Choice choose(final Call call) {
        final Collective collective = call.collective();
        if (collective == Collective.SEND || collective == Collective.RECEIVE) {
            return new Choice(Shape.of(collective, size, 0), null, call.root(), call);
        }
        final Shape shape = new Shape(collective, size, call.root(), call.inPlace(), call.isVarying(), groups);
        final boolean commutative = call.op() == null || call.op().commutative();
        final Algorithm algorithm = chooser.choose(shape, call.sizeBytes(), commutative, call.device() != null);
        return new Choice(shape, algorithm, -1, call);
    }
}
