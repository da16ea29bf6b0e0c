// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

/** Where the ranges of a plan lie for one slab of one operation: addresses, lengths, and the jumps of strided ones. */
final class Placement {
    private final Plan plan;
    private final Scratch scratch = new Scratch();
    private final long[] address;
    private final long[] bytes;
    /** Bytes side by side before a jump; the whole length if there is none. */
    private final long[] piece;
    /** From the start of one piece to the start of the next; 0 if the range is contiguous. */
    private final long[] jump;
    /** What turns a position of a dependency's target into one of whoever waits for it. */
    private final long[] shift;

    private final long[] origin = new long[Area.COUNT];

    Placement(final Plan plan) {
        this.plan = plan;
        final int ranges = plan.rangeArea.length;
        address = new long[ranges];
        bytes = new long[ranges];
        piece = new long[ranges];
        jump = new long[ranges];
        shift = new long[plan.dependencyTarget.length];
    }

    /** Lays the ranges over the operation's memory, and scratch. */
    void place(final Operation operation, final Layout layout) {
        final int elementBytes = operation.type().sizeBytes();
        final long[] origins = origins(operation, layout, elementBytes);
        for (int range = 0; range < address.length; range++) {
            final int area = plan.rangeArea[range];
            final int first = plan.rangeFirst[range];
            final long elements = isCompact(area) ? layout.compact(area, first) : layout.user(area, first);
            address[range] = origins[area] + elements * elementBytes;
            measure(range, layout, elementBytes);
        }
        for (int dependency = 0; dependency < shift.length; dependency++) {
            if (plan.dependencyKind[dependency] == Plan.STREAM) {
                shift[dependency] = position(plan.dependencyTargetRange[dependency], layout, elementBytes)
                        - position(plan.dependencyOwnRange[dependency], layout, elementBytes);
            }
        }
    }

    private boolean isCompact(final int area) {
        return area == Area.SCRATCH || plan.staged && area <= Area.OUTPUT;
    }

    /** Where each area begins; staged input and output, and scratch, lie side by side in one piece of memory. */
    private long[] origins(final Operation operation, final Layout layout, final int elementBytes) {
        final long staging = plan.staged ? layout.total() * elementBytes : 0;
        final long scratchBytes =
                plan.scratchChunks == 0 ? 0 : layout.compact(Area.SCRATCH, plan.scratchChunks) * elementBytes;
        final long base = scratch.reserve(2 * staging + scratchBytes);
        origin[Area.USER_INPUT] = operation.input().origin(layout);
        origin[Area.USER_OUTPUT] = operation.output().origin(layout);
        origin[Area.INPUT] = plan.staged ? base : origin[Area.USER_INPUT];
        origin[Area.OUTPUT] = plan.staged ? base + (plan.inPlace ? 0 : staging) : origin[Area.USER_OUTPUT];
        origin[Area.SCRATCH] = base + 2 * staging;
        return origin;
    }

    private long position(final int range, final Layout layout, final int elementBytes) {
        return layout.compact(plan.rangeArea[range], plan.rangeFirst[range]) * elementBytes;
    }

    private void measure(final int range, final Layout layout, final int elementBytes) {
        final int area = plan.rangeArea[range];
        final int first = plan.rangeFirst[range];
        final int count = plan.rangeCount[range];
        final int run = plan.rangeRun[range];
        if (run >= count) {
            bytes[range] = layout.length(area, first, count) * elementBytes;
            piece[range] = bytes[range];
            jump[range] = 0;
        } else {
            final long chunk = layout.length(area, first, 1) * elementBytes;
            bytes[range] = count * chunk;
            piece[range] = run * chunk;
            jump[range] = plan.rangeStride[range] * chunk;
        }
    }

    /** The length of a range. */
    long bytes(final int range) {
        return bytes[range];
    }

    /** Where the byte at a position of a range lies. */
    long address(final int range, final long at) {
        if (jump[range] == 0) {
            return address[range] + at;
        }
        return address[range] + at / piece[range] * jump[range] + at % piece[range];
    }

    /** How many of the wanted bytes from a position on lie side by side. */
    long contiguous(final int range, final long at, final long wanted) {
        if (jump[range] == 0 || wanted <= 0) {
            return wanted;
        }
        return Math.min(wanted, piece[range] - at % piece[range]);
    }

    /** Whether the range is one piece. */
    boolean isContiguous(final int range) {
        return jump[range] == 0;
    }

    long shift(final int dependency) {
        return shift[dependency];
    }

    void close() {
        scratch.close();
    }
}
