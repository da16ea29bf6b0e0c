// SPDX-License-Identifier: Apache-2.0
package org.jccl.verify;

import org.jccl.schedule.Collective;
import org.jccl.schedule.Shape;
import org.jccl.schedule.Space;

/**
 * One rank's memory as numbered cells of one chunk each. In place, INPUT and OUTPUT share their cells.
 */
final class ChunkMap {
    private final Shape shape;
    private final int rank;
    private final int chunks;
    private final int scratchChunks;

    ChunkMap(final Shape shape, final int rank, final int chunks, final int scratchChunks) {
        this.shape = shape;
        this.rank = rank;
        this.chunks = chunks;
        this.scratchChunks = scratchChunks;
    }

    int chunks() {
        return chunks;
    }

    int cells() {
        return 2 * chunks + scratchChunks;
    }

    int cell(final Space space, final int chunk) {
        return switch (space) {
            case INPUT -> chunk;
            case OUTPUT -> shape.inPlace() ? chunk : chunks + chunk;
            case SCRATCH -> 2 * chunks + chunk;
        };
    }

    /** Why that chunk may not be touched, or null if it may. */
    String refusal(final Space space, final int chunk) {
        final int limit = space == Space.SCRATCH ? scratchChunks : chunks;
        if (chunk < 0 || chunk >= limit) {
            return "touches " + space + " chunk " + chunk + ", but there are " + limit;
        }
        if (space == Space.SCRATCH) {
            return hasTables() && !shape.inPlace() ? "uses SCRATCH, whose lengths no table gives" : null;
        }
        final boolean exists = space == Space.INPUT ? hasInput(chunk) : hasOutput(chunk);
        return exists ? null : "touches " + space + " chunk " + chunk + ", which rank " + rank + " does not have";
    }

    /** Whether that chunk may be written: the caller's INPUT only where it is OUTPUT too. */
    boolean writable(final Space space, final int chunk) {
        return space != Space.INPUT || shape.inPlace() && hasOutput(chunk);
    }

    /** Chunks with equal numbers here are equally long, whatever the counts are. */
    int lengthClass(final Space space, final int chunk) {
        final int share = chunk % chunks;
        if (hasTables()) {
            return tableEntry(space, share);
        }
        return shape.collective().isVector() || shape.varying() ? share : 0;
    }

    /** allToAllV: what rank i has for rank j is as long as what j gets from i; in place that must be symmetric. */
    private int tableEntry(final Space space, final int share) {
        final int size = shape.size();
        if (shape.inPlace()) {
            return Math.min(rank, share) * size + Math.max(rank, share);
        }
        return space == Space.INPUT ? rank * size + share : share * size + rank;
    }

    private boolean hasTables() {
        return shape.collective() == Collective.ALL_TO_ALL && shape.varying();
    }

    boolean hasInput(final int chunk) {
        return switch (shape.collective()) {
            case ALL_REDUCE, REDUCE, REDUCE_SCATTER, ALL_TO_ALL -> true;
            case BROADCAST, SCATTER -> rank == shape.root();
            case ALL_GATHER, GATHER -> chunk == rank;
            case BARRIER, SEND, RECEIVE -> false;
        };
    }

    boolean hasOutput(final int chunk) {
        return switch (shape.collective()) {
            case ALL_REDUCE, BROADCAST, ALL_GATHER, ALL_TO_ALL -> true;
            case REDUCE, GATHER -> rank == shape.root();
            case REDUCE_SCATTER, SCATTER -> chunk == rank;
            case BARRIER, SEND, RECEIVE -> false;
        };
    }
}
