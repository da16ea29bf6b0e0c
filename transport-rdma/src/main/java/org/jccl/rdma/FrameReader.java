// SPDX-License-Identifier: Apache-2.0
package org.jccl.rdma;

import org.jccl.buffer.Memory;

/** Reads one lane's frames from its ring in this rank's mailbox; see {@link FrameWriter}. */
final class FrameReader {
    /** There is no whole frame yet. */
    static final int NONE = 0;
    /** What is there no rank has written. */
    static final int MALFORMED = -1;

    private static final int LENGTH_MASK = (1 << FrameWriter.LENGTH_BITS) - 1;

    private final long ring;
    private final int ringWords;
    private final int mostData;
    private long read;
    private int length;

    /**
     * A reader at the start of an empty ring.
     *
     * @param mostData the longest message that a rank announces
     */
    FrameReader(final long ring, final int ringWords, final int mostData) {
        this.ring = ring;
        this.ringWords = ringWords;
        this.mostData = mostData;
    }

    /** The kind of the next frame, if it has begun to arrive, or {@link #NONE} or {@link #MALFORMED}. */
    int next() {
        final long first = Memory.getLongAcquire(address(read));
        if (!isOfLap(first, read)) {
            return NONE;
        }
        final int word = (int) first;
        length = word & LENGTH_MASK;
        switch (word >>> FrameWriter.LENGTH_BITS) {
            case FrameWriter.BYTES:
                return length > FrameWriter.MOST_BYTES ? MALFORMED : FrameWriter.BYTES;
            case FrameWriter.DATA:
                return length < 1 || length > mostData ? MALFORMED : FrameWriter.DATA;
            case FrameWriter.GOODBYE:
                return FrameWriter.GOODBYE;
            default:
                return MALFORMED;
        }
    }

    private boolean isOfLap(final long word, final long number) {
        return (int) (word >>> FrameWriter.LAP) == FrameWriter.lap(number, ringWords);
    }

    /** How many bytes of the stream the next frame carries or announces. */
    int length() {
        return length;
    }

    /**
     * Takes the bytes of a frame of {@link FrameWriter#BYTES}, if all of them have arrived; writes up to 7 bytes beyond, and
     * anything if they have not.
     */
    boolean takeBytes(final long destination) {
        final int words = FrameWriter.words(length);
        if (!Words.extract(ring, ringWords, read + 1, destination, words)) {
            return false;
        }
        read += 1 + words;
        return true;
    }

    /** Takes a frame that is its first word alone. */
    void take() {
        read++;
    }

    /** How many words have been read. */
    long read() {
        return read;
    }

    private long address(final long word) {
        return ring + (word & ringWords - 1) * Mailbox.WORD_BYTES;
    }
}
