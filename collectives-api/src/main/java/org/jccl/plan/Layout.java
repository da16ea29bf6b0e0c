// SPDX-License-Identifier: Apache-2.0
package org.jccl.plan;

/**
 * Turns chunk numbers into element offsets for one slab of one operation: in the user's memory, where the slab is a piece
 * of every chunk, and in compact memory of the library's own, where only the slab exists. Reusable.
 */
public final class Layout {
    private int chunks;
    private long quotient;
    private int remainder;
    private long stride;
    private long start;
    private long[] inputTable;
    private long[] outputTable;
    private long total;

    /** A piece of a vector, cut into nearly equal chunks: the first {@code count % chunks} are one longer. */
    public void vector(final long from, final long count, final int chunkCount) {
        chunks = chunkCount;
        quotient = count / chunkCount;
        remainder = (int) (count % chunkCount);
        stride = 0;
        start = from;
        total = count;
        inputTable = null;
        outputTable = null;
    }

    /** A piece of {@code length} elements, from element {@code from} on, of each of equal blocks. */
    public void blocks(final long from, final long length, final int blockCount, final long blockLength) {
        vector(from, length * blockCount, blockCount);
        stride = blockLength;
    }

    /**
     * Blocks of lengths of their own.
     *
     * @param inputOffsets where each block of the input begins, and where the last ends
     * @param outputOffsets the same for the output; the same table except in all-to-all
     */
    public void tables(final long[] inputOffsets, final long[] outputOffsets) {
        chunks = inputOffsets.length - 1;
        stride = 0;
        start = 0;
        total = Math.max(inputOffsets[chunks], outputOffsets[chunks]);
        inputTable = inputOffsets;
        outputTable = outputOffsets;
    }

    /** Elements of this slab over all chunks. */
    public long total() {
        return total;
    }

    /** Where the slab's piece of a chunk begins in the user's memory. */
    public long user(final int area, final int chunk) {
        return stride > 0 ? chunk * stride + start : start + within(area, chunk);
    }

    /** Whether the slab is a piece of each block, so that its chunks do not lie side by side in the user's memory. */
    public boolean isSliced() {
        return stride > 0 && quotient < stride;
    }

    /** Elements of a whole block; only blocks of equal length are sliced. */
    public long blockLength() {
        return stride;
    }

    /** Where a whole block begins in a row of blocks, wherever in it the slab is. */
    public long blockStart(final int area, final int block) {
        return inputTable != null ? within(area, block) : block * stride;
    }

    /** Where the slab's piece of a chunk begins in compact memory; chunk numbers go on into further replicas. */
    public long compact(final int area, final int chunk) {
        return chunk < chunks ? within(area, chunk) : chunk / chunks * total + within(area, chunk % chunks);
    }

    /** How many elements lie in {@code count} chunks from {@code first} on, in this slab. */
    public long length(final int area, final int first, final int count) {
        return compact(area, first + count) - compact(area, first);
    }

    private long within(final int area, final int chunk) {
        if (inputTable != null) {
            return (Area.isOutput(area) ? outputTable : inputTable)[chunk];
        }
        return chunk * quotient + Math.min(chunk, remainder);
    }
}
