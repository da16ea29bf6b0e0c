// SPDX-License-Identifier: Apache-2.0
package org.jccl.plan;

import org.jccl.schedule.Collective;
import org.jccl.schedule.Shape;

/**
 * Which chunks of the user's buffers exist on a rank.
 *
 * @param first the first chunk
 * @param count how many
 */
public record Extent(int first, int count) {
    private static final Extent NONE = new Extent(0, 0);

    /** Behind the last. */
    public int end() {
        return first + count;
    }

    /** Those of its input. */
    public static Extent ofInput(final Shape shape, final int rank, final int chunks) {
        return switch (shape.collective()) {
            case ALL_GATHER, GATHER -> new Extent(rank, 1);
            case BROADCAST, SCATTER -> rank == shape.root() ? new Extent(0, chunks) : NONE;
            case BARRIER, RECEIVE -> NONE;
            default -> new Extent(0, chunks);
        };
    }

    /** Those of its output. */
    public static Extent ofOutput(final Shape shape, final int rank, final int chunks) {
        return switch (shape.collective()) {
            case REDUCE_SCATTER, SCATTER -> new Extent(rank, 1);
            case REDUCE, GATHER -> rank == shape.root() ? new Extent(0, chunks) : NONE;
            case BARRIER, SEND -> NONE;
            default -> new Extent(0, chunks);
        };
    }

    /** Whether the user's input, respectively output, holds one block of a row of blocks. */
    public static boolean singleBlock(final Collective collective, final boolean input) {
        return input
                ? collective == Collective.ALL_GATHER || collective == Collective.GATHER
                : collective == Collective.REDUCE_SCATTER || collective == Collective.SCATTER;
    }
}
