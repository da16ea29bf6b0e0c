// SPDX-License-Identifier: Apache-2.0
package org.jccl.spi;

import java.util.Random;
import org.jccl.buffer.Memory;

/** Puts the first bytes of a {@link KnownStream} into a lane, in pieces of random sizes and by every method in turn. */
public final class StreamWriter {
    private final Lane lane;
    private final KnownStream stream;
    private final Random random;
    private final int longestPiece;
    private final long total;
    private long written;
    private boolean flushed;

    /** Writes {@code total} bytes in pieces of up to {@code longestPiece}; the seed fixes how they are split. */
    public StreamWriter(
            final Lane lane, final KnownStream stream, final long total, final int longestPiece, final long seed) {
        this.lane = lane;
        this.stream = stream;
        this.total = total;
        this.longestPiece = longestPiece;
        this.random = new Random(seed);
    }

    /** Tries to write one piece, or to flush when all is written; returns whether it got on. */
    public boolean step() {
        final long rest = total - written;
        final int length = (int) Math.min(rest, 1 + random.nextInt(1 << 1 + random.nextInt(log(longestPiece))));
        final long taken = rest == 0 ? 0 : write(length);
        if (taken < 0) {
            throw new AssertionError("the lane broke after " + written + " of " + total + " bytes were written");
        }
        written += taken;
        flushed = (taken == 0 || rest == taken || random.nextInt(4) == 0) && lane.flush();
        return taken > 0 || done();
    }

    /** Whether all bytes have been accepted and have left. */
    public boolean done() {
        return flushed && written == total;
    }

    /** How many bytes have been accepted. */
    public long written() {
        return written;
    }

    private long write(final int length) {
        final long from = stream.at(written);
        switch (random.nextInt(3)) {
            case 0:
                return produce(from, Math.min(length, lane.maxClaim()));
            case 1:
                return lane.reaches(from, length) ? lane.publish(from, length) : lane.offer(from, length);
            default:
                return lane.offer(from, length);
        }
    }

    /** Claims more than it commits now and then, and forgets a claim now and then. */
    private long produce(final long from, final int length) {
        final long claimed = lane.claim(length);
        if (claimed <= 0) {
            return claimed;
        }
        final int commit = random.nextInt(8) == 0 ? random.nextInt(length) : length;
        if (commit == 0) {
            // whoever writes nothing although there is room will not be woken
            return produce(from, length);
        }
        Memory.copy(from, claimed, commit);
        lane.commit(commit);
        return commit;
    }

    private static int log(final int value) {
        return 31 - Integer.numberOfLeadingZeros(value);
    }
}
