// SPDX-License-Identifier: Apache-2.0
package org.jccl.spi;

import java.util.Random;
import org.jccl.buffer.Memory;

/** Takes bytes out of a lane in pieces of random sizes, by every method in turn, and compares each with what it must be. */
public final class StreamReader implements AutoCloseable {
    private final Lane lane;
    private final KnownStream stream;
    private final Random random;
    private final int longestPiece;
    private final long total;
    private final String described;
    private final long destination;
    private long read;
    private long receiving;
    private long received;

    /** Reads {@code total} bytes in pieces of up to {@code longestPiece}; the seed fixes how they are split. */
    public StreamReader(
            final Lane lane, final KnownStream stream, final long total, final int longestPiece, final long seed) {
        this.lane = lane;
        this.stream = stream;
        this.total = total;
        this.longestPiece = longestPiece;
        this.random = new Random(seed);
        this.described = " of " + total + " (reader's seed " + seed + ")";
        this.destination = Memory.allocate(longestPiece);
    }

    /** Tries to read one piece; returns whether anything came. */
    public boolean step() {
        if (receiving == 0 && random.nextBoolean()) {
            receiving = Math.min(total - read, 1 + random.nextInt(longestPiece));
        }
        return receiving > 0 ? receive() : consume();
    }

    /** Whether all bytes have come. */
    public boolean done() {
        return read == total;
    }

    /** How many bytes have been read and compared. */
    public long read() {
        return read;
    }

    private boolean receive() {
        final long came = alive(lane.receive(destination + received, receiving - received));
        compare(destination + received, came);
        received += came;
        if (received == receiving) {
            receiving = 0;
            received = 0;
        }
        return came > 0;
    }

    private boolean consume() {
        final long visible = Math.min(alive(lane.peek()), total - read);
        if (visible == 0) {
            return false;
        }
        final long length = random.nextBoolean() ? visible : 1 + Math.floorMod(random.nextLong(), visible);
        compare(lane.peeked(), length);
        lane.consume(length);
        return true;
    }

    private void compare(final long found, final long length) {
        final long wrong = stream.mismatch(found, length, read);
        if (wrong >= 0) {
            throw new AssertionError("byte " + (read + wrong) + described + " is "
                    + Memory.getByte(found + wrong) + ", not "
                    + Memory.getByte(stream.at(read + wrong)));
        }
        read += length;
    }

    private long alive(final long result) {
        if (result < 0) {
            throw new AssertionError("the lane broke after byte " + read + described);
        }
        return result;
    }

    @Override
    public void close() {
        Memory.free(destination);
    }
}
