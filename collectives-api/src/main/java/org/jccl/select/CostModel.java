// SPDX-License-Identifier: Apache-2.0
package org.jccl.select;

import org.jccl.algorithm.Algorithm;
import org.jccl.schedule.Shape;
import org.jccl.topology.Reach;

/**
 * Predicts a time from an algorithm's cost and schedule: a latency for every round, an overhead for every further message
 * of the busiest rank, and a time for every byte that it moves and combines. Good for telling a sensible choice from an
 * absurd one, not for promising a time. Immutable, any thread.
 *
 * @param near what a link within a host costs
 * @param far what a link between hosts costs
 * @param combineNsPerByte the inverse bandwidth of the reduction kernel
 */
public record CostModel(LinkCost near, LinkCost far, double combineNsPerByte) {
    /**
     * What one kind of link costs.
     *
     * @param latencyNs from the beginning of a small message to its arrival
     * @param overheadNs how long a further message keeps a rank busy, its latency overlapping the others'
     * @param nsPerByte the inverse bandwidth of one rank
     */
    public record LinkCost(double latencyNs, double overheadNs, double nsPerByte) {}

    private static final LinkCost LOCAL = new LinkCost(250, 100, 0.08);
    private static final LinkCost SHM = new LinkCost(350, 100, 0.12);
    private static final LinkCost DEVICE = new LinkCost(15_000, 500, 0.001);
    private static final LinkCost NET = new LinkCost(15_000, 3_000, 0.8);
    private static final double COMBINE_NS_PER_BYTE = 0.04;

    /**
     * What to expect over such links: round numbers near those of a small cloud machine, which are a cache line's way and
     * a copy at about 10 GB/s within a host, the beginning and the end of a kernel on a device, a kernel's TCP and 10 Gbit/s between hosts.
     */
    public static CostModel typical(final Reach reach) {
        return switch (reach) {
            case LOCAL -> new CostModel(LOCAL, LOCAL, COMBINE_NS_PER_BYTE);
            case SHM -> new CostModel(SHM, SHM, COMBINE_NS_PER_BYTE);
            case DEVICE -> new CostModel(DEVICE, DEVICE, 0.0005);
            case NET -> new CostModel(NET, NET, COMBINE_NS_PER_BYTE);
            case MIXED -> new CostModel(SHM, NET, COMBINE_NS_PER_BYTE);
        };
    }

    /** The predicted time of one operation in nanoseconds. */
    public double predictNs(final Algorithm algorithm, final Shape shape, final long sizeBytes) {
        final Traffic traffic = Traffic.busiest(algorithm, shape);
        final int rounds = algorithm.cost(shape).rounds();
        final LinkCost slower = traffic.farMessages() > 0 ? far : near;
        final double overheads = traffic.nearMessages() * near.overheadNs
                + traffic.farMessages() * far.overheadNs
                - rounds * slower.overheadNs;
        final double perByte = traffic.nearVectors() * near.nsPerByte
                + traffic.farVectors() * far.nsPerByte
                + combined(shape, traffic);
        return rounds * slower.latencyNs + Math.max(0, overheads) + perByte * sizeBytes;
    }

    private double combined(final Shape shape, final Traffic traffic) {
        final double received = traffic.nearVectors() + traffic.farVectors();
        return shape.collective().isReducing() ? received * combineNsPerByte : 0;
    }
}
