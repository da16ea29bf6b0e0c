// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import org.jccl.plan.Area;
import org.jccl.plan.Layout;
import org.jccl.plan.Plan;

/**
 * Where the ranges of a plan lie for one slab of one operation: in the user's memory, in a copy of the slab, or in
 * scratch. Owned by the domain's owner.
 *
 * <p>Positions within a range count its bytes as they travel. Where the range is strided, or its chunks are pieces of
 * blocks longer than the slab, they lie in pieces: {@code run} of them {@code jump} bytes apart, then a {@code leap} to
 * the next run.
 */
final class Placement {
    private final Plan plan;
    private final Scratch scratch;
    private final long[] start;
    private final long[] length;
    /** Bytes side by side. */
    private final long[] piece;

    private final int[] run;
    private final long[] jump;
    /** Bytes from one run to the next; 0 if all bytes lie side by side. */
    private final long[] leap;
    /** What a position within one range is within another that it depends on, less itself. */
    private final long[] shift;

    private long inputOrigin;
    private long outputOrigin;
    private long scratchOrigin;
    private int elementBytes;

    Placement(final Plan plan, final PlanMemory memory) {
        this.plan = plan;
        this.scratch = new Scratch(memory);
        final int ranges = plan.rangeArea.length;
        start = new long[ranges];
        length = new long[ranges];
        piece = new long[ranges];
        run = new int[ranges];
        jump = new long[ranges];
        leap = new long[ranges];
        shift = new long[plan.dependencyTarget.length];
    }

    /** Lays all ranges out anew, over the operation's memory and scratch. */
    void place(final Operation operation, final Layout layout) {
        elementBytes = operation.type().sizeBytes();
        final long slabBytes = plan.staged ? layout.total() * elementBytes : 0;
        final long scratchBytes =
                plan.scratchChunks == 0 ? 0 : layout.compact(Area.SCRATCH, plan.scratchChunks) * elementBytes;
        final long base = scratch.reserve(2 * slabBytes + scratchBytes);
        inputOrigin = plan.staged ? base : operation.input().origin(layout);
        outputOrigin = plan.staged
                ? base + (plan.inPlace ? 0 : slabBytes)
                : operation.output().origin(layout);
        scratchOrigin = base + 2 * slabBytes;
        for (int range = 0; range < start.length; range++) {
            place(range, operation, layout);
        }
        for (int dependency = 0; dependency < shift.length; dependency++) {
            if (plan.dependencyKind[dependency] == Plan.STREAM) {
                shift[dependency] = position(plan.dependencyTargetRange[dependency], layout)
                        - position(plan.dependencyOwnRange[dependency], layout);
            }
        }
    }

    private void place(final int range, final Operation operation, final Layout layout) {
        final int area = plan.rangeArea[range];
        final int first = plan.rangeFirst[range];
        final boolean compact = area == Area.SCRATCH || plan.staged && area <= Area.OUTPUT;
        final long offset = compact ? layout.compact(area, first) : layout.user(area, first);
        start[range] = origin(area, operation, layout) + offset * elementBytes;
        if (compact || !layout.isSliced()) {
            placeWhole(range, layout);
        } else {
            placeSliced(range, layout);
        }
    }

    private long origin(final int area, final Operation operation, final Layout layout) {
        return switch (area) {
            case 0 -> inputOrigin;
            case 1 -> outputOrigin;
            case 2 -> scratchOrigin;
            case 3 -> operation.input().origin(layout);
            default -> operation.output().origin(layout);
        };
    }

    /** Chunks lie side by side. */
    private void placeWhole(final int range, final Layout layout) {
        final int area = plan.rangeArea[range];
        final int first = plan.rangeFirst[range];
        final int count = plan.rangeCount[range];
        final int chunksInRun = plan.rangeRun[range];
        leap[range] = 0;
        if (chunksInRun >= count) {
            length[range] = layout.length(area, first, count) * elementBytes;
        } else {
            final long chunk = layout.length(area, first, 1) * elementBytes;
            length[range] = count * chunk;
            inPieces(range, chunksInRun * chunk, 1, 0, plan.rangeStride[range] * chunk);
        }
    }

    /** Of each chunk, only a piece belongs to the slab. */
    private void placeSliced(final int range, final Layout layout) {
        final int count = plan.rangeCount[range];
        final int chunksInRun = plan.rangeRun[range];
        final long chunk = layout.length(plan.rangeArea[range], plan.rangeFirst[range], 1) * elementBytes;
        final long block = layout.blockLength() * elementBytes;
        length[range] = count * chunk;
        leap[range] = 0;
        if (count > 1) {
            final int stride = chunksInRun >= count ? chunksInRun : plan.rangeStride[range];
            inPieces(range, chunk, chunksInRun, block, stride * block);
        }
    }

    private void inPieces(
            final int range, final long bytes, final int inRun, final long jumpBytes, final long leapBytes) {
        piece[range] = bytes;
        run[range] = inRun;
        jump[range] = jumpBytes;
        leap[range] = leapBytes;
    }

    private long position(final int range, final Layout layout) {
        return layout.compact(plan.rangeArea[range], plan.rangeFirst[range]) * elementBytes;
    }

    /** Bytes of a range. */
    long length(final int range) {
        return length[range];
    }

    /** Where a position within a range lies. */
    long address(final int range, final long at) {
        if (leap[range] == 0) {
            return start[range] + at;
        }
        final long number = at / piece[range];
        return start[range] + number / run[range] * leap[range] + number % run[range] * jump[range] + at % piece[range];
    }

    /** How many of the {@code wanted} bytes at a position lie side by side. */
    long contiguous(final int range, final long at, final long wanted) {
        return leap[range] == 0 || wanted <= 0 ? wanted : Math.min(wanted, piece[range] - at % piece[range]);
    }

    /** From the first byte of a range to the last in memory; the range is not empty. */
    long span(final int range) {
        return address(range, length[range] - 1) + 1 - start[range];
    }

    /** What to add to a position to get the position in the range that a dependency waits for. */
    long shift(final int dependency) {
        return shift[dependency];
    }

    /** Gives scratch memory back. */
    void close() {
        scratch.close();
    }
}
