// SPDX-License-Identifier: Apache-2.0
package org.jccl.rdma;

import org.jccl.buffer.Memory;

/** Reads one lane's frames from its ring in this rank's mailbox; see {@link FrameWriter}. */
final class FrameReader {
    /** There is no whole frame yet. */
    static final int NONE = 0;
    /** What is there no rank has written. */
    static final int MALFORMED = -1;

    private static final int CARRIED_BYTES = Integer.BYTES;
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

    /** The kind of the next frame, if all of it has arrived, or {@link #NONE} or {@link #MALFORMED}. */
    int next() {
        final long first = Memory.getLongAcquire(address(read));
        if (!isOfLap(first, read)) {
            return NONE;
        }
        final int word = (int) first;
        length = word & LENGTH_MASK;
        switch (word >>> FrameWriter.LENGTH_BITS) {
            case FrameWriter.BYTES:
                return length > FrameWriter.MOST_BYTES ? MALFORMED : hasArrived() ? FrameWriter.BYTES : NONE;
            case FrameWriter.DATA:
                return length < 1 || length > mostData ? MALFORMED : FrameWriter.DATA;
            case FrameWriter.GOODBYE:
                return FrameWriter.GOODBYE;
            default:
                return MALFORMED;
        }
    }

    /** From the last word on, which is most often the last to arrive. */
    private boolean hasArrived() {
        for (int word = FrameWriter.words(length); word > 0; word--) {
            if (!isOfLap(Memory.getLongAcquire(address(read + word)), read + word)) {
                return false;
            }
        }
        return true;
    }

    private boolean isOfLap(final long word, final long number) {
        return (int) (word >>> FrameWriter.LAP) == FrameWriter.lap(number, ringWords);
    }

    /** How many bytes of the stream the next frame carries or announces. */
    int length() {
        return length;
    }

    /** Takes the bytes of a frame of {@link FrameWriter#BYTES}; writes up to 3 bytes beyond. */
    void takeBytes(final long destination) {
        final int words = FrameWriter.words(length);
        for (int word = 0; word < words; word++) {
            final int carried = (int) Memory.getLong(address(read + 1 + word));
            Memory.putInt(destination + (long) word * CARRIED_BYTES, carried);
        }
        read += 1 + words;
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
