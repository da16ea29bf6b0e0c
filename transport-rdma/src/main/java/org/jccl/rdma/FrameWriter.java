// SPDX-License-Identifier: Apache-2.0
package org.jccl.rdma;

import org.jccl.buffer.Memory;

/**
 * Writes one lane's frames into its ring in the peer's mailbox. A frame is a run of words, each with 7 bytes of what it
 * carries and one that tells the lap of the ring, so that the reader knows of each word by itself whether it has
 * arrived (as NCCL's LL protocol does). The first word says what the frame is; what follows it, if anything, are the
 * bytes themselves.
 */
final class FrameWriter {
    /** Bytes of the stream follow in the frame itself. */
    static final int BYTES = 1;
    /** The next so many bytes of the stream come as a message of UCX's. */
    static final int DATA = 2;
    /** Nothing will follow. */
    static final int GOODBYE = 3;

    /** In a frame's first word, below the kind. */
    static final int LENGTH_BITS = 30;
    /** The most that a frame carries, whichever way it is written; each way has its own {@link #mostBytes}. */
    static final int MOST_BYTES = 8 << 10;

    private static final int CARRIED_BYTES = 7;
    /** Where in a word the lap is: behind what is carried, for soft-RoCE copies bytes, from the first to the last. */
    static final int LAP = 56;

    private static final int LAP_MASK = 0xFF;
    private static final long HEADER = 0xFFFF_FFFFL;

    private final PeerEndpoint endpoint;
    private final long composed;
    private final long remote;
    private final long credits;
    private final int ringWords;
    private final int mostBytes;
    private long written;
    private long peerRead;

    /**
     * A writer whose ring is empty.
     *
     * @param composed where in this rank's memory the peer's part of the mailbox is composed
     * @param remote where it lies in the peer's mailbox
     * @param credits where in this rank's mailbox the peer says how much it has read
     */
    FrameWriter(
            final PeerEndpoint endpoint,
            final long composed,
            final long remote,
            final long credits,
            final int ringWords) {
        this.endpoint = endpoint;
        this.composed = composed;
        this.remote = remote;
        this.credits = credits;
        this.ringWords = ringWords;
        // two of them fit, so that one is written while another is read
        this.mostBytes = Math.min(endpoint.mostBytes(), (ringWords / 2 - 1) * CARRIED_BYTES);
    }

    /** How many bytes of the stream go in one frame; more need a message of UCX's. */
    int mostBytes() {
        return mostBytes;
    }

    static int words(final int bytes) {
        return (bytes + CARRIED_BYTES - 1) / CARRIED_BYTES;
    }

    /** Bytes of the stream in the frame itself; false if there is no room now. Reads up to 7 bytes beyond. */
    boolean writeBytes(final long address, final int length) {
        final int words = words(length);
        if (!hasRoom(1 + words)) {
            return false;
        }
        final long first = written;
        append(BYTES << LENGTH_BITS | length);
        Words.compose(composed + Mailbox.RING, ringWords, written, address, words);
        written += words;
        put(first);
        return true;
    }

    /** A frame that is its first word alone; false if there is no room now. */
    boolean write(final int kind, final int length) {
        if (!hasRoom(1)) {
            return false;
        }
        final long first = written;
        append(kind << LENGTH_BITS | length);
        put(first);
        return true;
    }

    private boolean hasRoom(final int words) {
        if (written + words - peerRead > ringWords) {
            peerRead = Memory.getLongAcquire(credits + Mailbox.WORDS_READ);
        }
        return written + words - peerRead <= ringWords;
    }

    private void append(final int carried) {
        Memory.putLong(composed + offset(written), (long) lap(written, ringWords) << LAP | carried & HEADER);
        written++;
    }

    /** In two pieces if it goes round the end of the ring. */
    private void put(final long first) {
        final long turn = (written - 1) / ringWords * ringWords;
        if (first < turn) {
            put(first, turn);
            put(turn, written);
        } else {
            put(first, written);
        }
    }

    private void put(final long from, final long to) {
        endpoint.write(composed + offset(from), (to - from) * Mailbox.WORD_BYTES, remote + offset(from));
    }

    private long offset(final long word) {
        return Mailbox.RING + (word & ringWords - 1) * Mailbox.WORD_BYTES;
    }

    /** What marks a word of the ring's that lap: all of a ring is written in each, so it differs from what was there. */
    static int lap(final long word, final int ringWords) {
        return (int) (word / ringWords) + 1 & LAP_MASK;
    }

    /** How many messages the peer has taken, as far as it has said. */
    long dataTaken() {
        return Memory.getLongAcquire(credits + Mailbox.DATA_TAKEN);
    }

    /** Tells the peer how much of the reverse direction this rank has read and taken. */
    void credit(final long wordsRead, final long dataTaken) {
        Memory.putLong(composed + Mailbox.WORDS_READ, wordsRead);
        Memory.putLong(composed + Mailbox.DATA_TAKEN, dataTaken);
        endpoint.write(composed + Mailbox.WORDS_READ, 2L * Mailbox.WORD_BYTES, remote + Mailbox.WORDS_READ);
    }
}
