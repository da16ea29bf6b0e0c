// SPDX-License-Identifier: Apache-2.0
package org.jccl.select;

import org.jccl.algorithm.Algorithm;
import org.jccl.algorithm.Cost;
import org.jccl.schedule.Schedule;
import org.jccl.schedule.Shape;
import org.jccl.schedule.Step;
import org.jccl.topology.Reach;

/**
 * Predicts a time from what an algorithm says it costs: a latency for every round, an overhead for every further message
 * of the busiest rank, and a time for every byte that it sends and combines. Good for telling a sensible choice from an
 * absurd one, not for promising a time.
 *
 * @param latencyNs from the beginning of a small message to its arrival
 * @param overheadNs how long a further message keeps a rank busy, its latency overlapping the others'
 * @param sendNsPerByte the inverse bandwidth of one rank
 * @param combineNsPerByte the inverse bandwidth of the reduction kernel
 */
public record CostModel(double latencyNs, double overheadNs, double sendNsPerByte, double combineNsPerByte) {
    /**
     * What to expect over such links: round numbers near those of a small cloud machine: a cache line's way and a copy
     * at 8 GB/s within a host, a kernel's TCP and 10 Gbit/s between hosts. Where both occur, the slower one decides.
     */
    public static CostModel typical(final Reach reach) {
        return switch (reach) {
            case LOCAL -> new CostModel(250, 100, 0.08, 0.04);
            case SHM -> new CostModel(350, 100, 0.12, 0.04);
            case NET, MIXED -> new CostModel(15_000, 3_000, 0.8, 0.04);
        };
    }

    /** The predicted time of one operation in nanoseconds. */
    public double predictNs(final Algorithm algorithm, final Shape shape, final long sizeBytes) {
        final Cost cost = algorithm.cost(shape);
        final int messages = messages(algorithm.schedule(shape, shape.root()));
        final double combine = shape.collective().isReducing() ? combineNsPerByte : 0;
        return cost.rounds() * latencyNs
                + Math.max(0, messages - cost.rounds()) * overheadNs
                + cost.bytesSent() * sizeBytes * (sendNsPerByte + combine);
    }

    /** What the root, or any rank where all are alike, sends or receives, whichever is more. */
    private static int messages(final Schedule schedule) {
        int sent = 0;
        int received = 0;
        final Step step = new Step();
        for (int index = 0; index < schedule.steps(); index++) {
            schedule.at(index, step);
            sent += step.peerCount();
            for (int i = 0; i < step.operandCount(); i++) {
                received += step.operandPeer(i) >= 0 ? 1 : 0;
            }
        }
        return Math.max(sent, received);
    }
}
