// SPDX-License-Identifier: Apache-2.0
package org.jccl.spi;

import java.util.Random;
import org.jccl.buffer.Memory;

/** An endless stream of bytes of which every position is known, so that what comes out of a lane can be compared. */
public final class KnownStream implements AutoCloseable {
    /** A prime, so that a piece shifted by any power of two is seen. */
    private static final int PERIOD = 65_521;

    private final int longestPiece;
    private final long address;

    /** A stream that depends on the seed alone; {@code longestPiece} bytes lie side by side wherever they begin. */
    public KnownStream(final long seed, final int longestPiece) {
        this.longestPiece = longestPiece;
        address = Memory.allocate(PERIOD + longestPiece);
        final byte[] period = new byte[PERIOD];
        new Random(seed).nextBytes(period);
        for (int i = 0; i < PERIOD + longestPiece; i++) {
            Memory.putByte(address + i, period[i % PERIOD]);
        }
    }

    /** Where the bytes lie that begin at a position of the stream. */
    public long at(final long position) {
        return address + position % PERIOD;
    }

    /** The first of {@code length} bytes that differs from the stream at {@code position}, or -1. */
    public long mismatch(final long found, final long length, final long position) {
        for (long done = 0; done < length; ) {
            final long piece = Math.min(length - done, longestPiece);
            final long at = mismatchWithin(found + done, piece, at(position + done));
            if (at >= 0) {
                return done + at;
            }
            done += piece;
        }
        return -1;
    }

    private static long mismatchWithin(final long found, final long length, final long expected) {
        long i = 0;
        while (i + Long.BYTES <= length && Memory.getLong(found + i) == Memory.getLong(expected + i)) {
            i += Long.BYTES;
        }
        while (i < length && Memory.getByte(found + i) == Memory.getByte(expected + i)) {
            i++;
        }
        return i < length ? i : -1;
    }

    @Override
    public void close() {
        Memory.free(address);
    }
}
