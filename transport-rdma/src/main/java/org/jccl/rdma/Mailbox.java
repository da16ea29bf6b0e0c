// SPDX-License-Identifier: Apache-2.0
package org.jccl.rdma;

import org.jccl.spi.Link;

/**
 * The memory that peers write into: for every peer and lane a ring of words and the credits for the lane's other
 * direction, for every peer a bell. Everything a peer writes is an aligned word of 8 bytes that can be judged alone,
 * so nothing depends on the order in which a fabric writes.
 *
 * <pre>
 *   per peer and lane   0    words  8   of the reverse ring that the peer has read
 *                       8    data   8   messages of the reverse direction that the peer has taken
 *                      16    sleep  8   of lane 0 only: grows each time the peer goes to sleep, see Bells
 *                     128    ring
 * </pre>
 *
 * <p>Behind it lies as much memory again that only its owner uses: what is written to peers is composed there, at the
 * same offsets.
 */
record Mailbox(long address, int size, int ringWords) {
    static final int LEAST_RING_WORDS = 512;
    static final int WORD_BYTES = Long.BYTES;
    static final long WORDS_READ = 0;
    static final long DATA_TAKEN = 8;
    static final long SLEEP = 16;
    static final long RING = 128;

    /** A ring that is written in the cache, where it stays, is no faster for being longer. */
    private static final int MOST_RING_WORDS = 2048;
    /** Where credits are messages they must be few. */
    private static final int MOST_RING_WORDS_BY_LETTERS = 8192;

    private static final long BUDGET_BYTES = 64 << 20;

    /** As long as the budget allows, but not so short that a message does not fit. */
    static int ringWords(final int size, final boolean byLetters) {
        final int most = byLetters ? MOST_RING_WORDS_BY_LETTERS : MOST_RING_WORDS;
        final long share = BUDGET_BYTES / ((long) size * Link.LANES * WORD_BYTES * 2);
        return Math.max(LEAST_RING_WORDS, (int) Long.highestOneBit(Math.min(share, most)));
    }

    /** How much memory it takes, with the part that only its owner uses. */
    static long bytes(final int size, final int ringWords) {
        return 2 * half(size, ringWords);
    }

    private static long half(final int size, final int ringWords) {
        return (long) size * Link.LANES * laneBytes(ringWords);
    }

    private static long laneBytes(final int ringWords) {
        return RING + (long) ringWords * WORD_BYTES;
    }

    /** Whether peers may write there. */
    boolean isOpen(final long offset, final long bytes) {
        return offset >= 0 && (offset & WORD_BYTES - 1) == 0 && offset <= half(size, ringWords) - bytes;
    }

    /** Where, from the start of any rank's mailbox, that peer of the rank's writes what belongs to a lane. */
    long offset(final int peer, final int lane) {
        return (long) (peer * Link.LANES + lane) * laneBytes(ringWords);
    }

    /** Where that peer writes in this rank's memory. */
    long lane(final int peer, final int lane) {
        return address + offset(peer, lane);
    }

    /** Where this rank composes what it writes to that peer. */
    long composed(final int peer, final int lane) {
        return lane(peer, lane) + half(size, ringWords);
    }
}
