// SPDX-License-Identifier: Apache-2.0
package org.jccl.schedule;

/**
 * Chunks of one space: {@code count} of them from {@code first} on, either side by side or in runs of {@code run}
 * chunks that start {@code stride} chunks apart. A mutable flyweight inside a {@link Step}.
 */
public final class Range {
    private Space space;
    private int first;
    private int count;
    private int run;
    private int stride;

    Range() {}

    void set(final Space space, final int first, final int count) {
        set(space, first, count, count, count);
    }

    void set(final Space space, final int first, final int count, final int run, final int stride) {
        this.space = space;
        this.first = first;
        this.count = count;
        this.run = run;
        this.stride = stride;
    }

    void move(final Space newSpace, final int distance) {
        space = newSpace;
        first += distance;
    }

    /** Which space. */
    public Space space() {
        return space;
    }

    /** The first chunk. */
    public int first() {
        return first;
    }

    /** How many chunks in all; 0 is legal and moves nothing. */
    public int count() {
        return count;
    }

    /** Chunks that lie side by side before the next jump; equal to {@link #count()} if the range is contiguous. */
    public int run() {
        return run;
    }

    /** From the start of one run to the start of the next, in chunks. */
    public int stride() {
        return stride;
    }

    /** Whether all chunks lie side by side. */
    public boolean isContiguous() {
        return run >= count;
    }

    /** The number of the k-th chunk of the range, k from 0. */
    public int chunk(final int k) {
        return isContiguous() ? first + k : first + k / run * stride + k % run;
    }

    @Override
    public String toString() {
        final String place = space + "[" + first + "," + (first + count) + ")";
        return isContiguous() ? place : space + "[" + first + " +" + count + " in runs of " + run + "/" + stride + "]";
    }
}
