// SPDX-License-Identifier: Apache-2.0
package org.jccl.spi;

/** A known stream from one rank to another over one lane: what is written at one end and compared at the other. */
final class StreamPair implements AutoCloseable {
    private final KnownStream stream;
    private final StreamWriter writer;
    private final StreamReader reader;

    StreamPair(
            final ConnectedTransports ranks,
            final int from,
            final int to,
            final int lane,
            final long total,
            final int longestPiece,
            final long seed) {
        stream = new KnownStream(seed, longestPiece);
        writer = new StreamWriter(ranks.lane(from, to, lane), stream, total, longestPiece, seed);
        reader = new StreamReader(ranks.lane(to, from, lane), stream, total, longestPiece, seed);
    }

    StreamWriter writer() {
        return writer;
    }

    StreamReader reader() {
        return reader;
    }

    /** Moves both ends once; returns whether any byte did. */
    boolean step() {
        final boolean wrote = !writer.done() && writer.step();
        return !reader.done() && reader.step() || wrote;
    }

    boolean done() {
        return writer.done() && reader.done();
    }

    @Override
    public void close() {
        reader.close();
        stream.close();
    }
}
