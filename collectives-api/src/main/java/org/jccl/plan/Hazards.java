// SPDX-License-Identifier: Apache-2.0
package org.jccl.plan;

import java.util.HashMap;
import java.util.Map;

/**
 * Who wrote and who reads each chunk so far, in program order: from this the compiler takes read-after-write,
 * write-after-read and write-after-write dependencies.
 */
final class Hazards {
    private static final int NOBODY = Integer.MIN_VALUE;

    private final boolean inPlace;
    private final Map<Long, Chunk> chunks = new HashMap<>();

    private static final class Chunk {
        int writer = NOBODY;
        int writerRange;
        final IntList readers = new IntList();
        final IntList readerRanges = new IntList();
    }

    /** What is told about each party that must be waited for. */
    interface Dependencies {
        void add(int target, int targetRange);
    }

    Hazards(final boolean inPlace) {
        this.inPlace = inPlace;
    }

    /** In place, OUTPUT and INPUT (and the user's two buffers) are the same memory, chunk by chunk. */
    private long key(final int area, final int chunk) {
        int place = area;
        if (inPlace && area == Area.OUTPUT) {
            place = Area.INPUT;
        } else if (inPlace && area == Area.USER_OUTPUT) {
            place = Area.USER_INPUT;
        }
        return (long) place << Integer.SIZE | chunk;
    }

    private Chunk chunk(final int area, final int chunk) {
        return chunks.computeIfAbsent(key(area, chunk), unseen -> new Chunk());
    }

    /** The writer of a chunk that is about to be read. */
    void beforeRead(final int area, final int number, final Dependencies dependencies) {
        final Chunk chunk = chunk(area, number);
        if (chunk.writer != NOBODY) {
            dependencies.add(chunk.writer, chunk.writerRange);
        }
    }

    /** The readers, and the writer, of a chunk that is about to be overwritten. */
    void beforeWrite(final int area, final int number, final Dependencies dependencies) {
        beforeRead(area, number, dependencies);
        final Chunk chunk = chunk(area, number);
        for (int i = 0; i < chunk.readers.size(); i++) {
            dependencies.add(chunk.readers.get(i), chunk.readerRanges.get(i));
        }
    }

    /** A send ({@code ~send}) or fold reads a chunk. */
    void read(final int area, final int number, final int reader, final int range) {
        final Chunk chunk = chunk(area, number);
        chunk.readers.add(reader);
        chunk.readerRanges.add(range);
    }

    /** A fold writes a chunk. */
    void write(final int area, final int number, final int writer, final int range) {
        final Chunk chunk = chunk(area, number);
        chunk.writer = writer;
        chunk.writerRange = range;
        chunk.readers.clear();
        chunk.readerRanges.clear();
    }
}
