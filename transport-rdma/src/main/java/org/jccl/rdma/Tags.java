// SPDX-License-Identifier: Apache-2.0
package org.jccl.rdma;

/** What tells the messages of UCX's apart that arrive at one worker. */
final class Tags {
    private static final int KIND_SHIFT = 56;
    private static final int LANE_SHIFT = 32;
    private static final long DATA = 1L << KIND_SHIFT;

    /** Of the empty message that wakes a rank which sleeps. */
    static final long BELL = 2L << KIND_SHIFT;

    /** Of a write into the mailbox. */
    static final long LETTER = 4L << KIND_SHIFT;
    /** The bits of a tag that say what kind it is. */
    static final long KIND = 0xFFL << KIND_SHIFT;

    private static final long HELLO = 3L << KIND_SHIFT;

    private Tags() {}

    /** Of the empty message by which a rank greets another. */
    static long hello(final int sender) {
        return HELLO | sender;
    }

    /** Of the bytes that a rank sends over a lane: they match in order. */
    static long data(final int sender, final int lane) {
        return DATA | (long) lane << LANE_SHIFT | sender;
    }
}
