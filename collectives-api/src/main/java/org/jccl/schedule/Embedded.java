// SPDX-License-Identifier: Apache-2.0
package org.jccl.schedule;

/**
 * An in-place schedule of few ranks over few chunks, as a part of a larger one: its rank i is {@code ranks[i]}, its
 * chunk 0 is the {@code firstChunk} of the larger one's {@code chunks}, and it works on OUTPUT. Immutable, any thread.
 */
public final class Embedded implements Schedule {
    private final Schedule inner;
    private final int[] ranks;
    private final int firstChunk;
    private final int chunks;

    /**
     * Embeds a schedule.
     *
     * @throws IllegalArgumentException if its chunks do not fit, or if it needs SCRATCH, whose chunks would not be as
     *     long as those that they stand for
     */
    public Embedded(final Schedule inner, final int[] ranks, final int firstChunk, final int chunks) {
        if (firstChunk < 0 || firstChunk + inner.chunks() > chunks) {
            throw new IllegalArgumentException(
                    inner.chunks() + " chunks from " + firstChunk + " on do not fit into " + chunks);
        }
        if (inner.scratchChunks() > 0) {
            throw new IllegalArgumentException("a schedule that needs scratch cannot be embedded");
        }
        this.inner = inner;
        this.ranks = ranks.clone();
        this.firstChunk = firstChunk;
        this.chunks = chunks;
    }

    @Override
    public int chunks() {
        return chunks;
    }

    @Override
    public int scratchChunks() {
        return 0;
    }

    @Override
    public int steps() {
        return inner.steps();
    }

    @Override
    public void at(final int index, final Step step) {
        inner.at(index, step);
        step.embed(ranks, firstChunk);
    }
}
