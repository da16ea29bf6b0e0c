// SPDX-License-Identifier: Apache-2.0
package org.jccl.ring;

import org.jccl.buffer.Memory;

/**
 * The sending half of a lane: a ring of lines in this rank's region.
 *
 * <p>A line is 128 bytes: its stamp (the number of the line since the start, from 1), what it holds, and the bytes
 * themselves if they fit, so that a small message reaches the peer with one cache-line transfer:
 *
 * <pre>
 *   0   stamp      8   written last, with release; the peer waits for the number it expects
 *   8   kind       4
 *   12  length     4   of INLINE
 *   16  payload  112   INLINE: the bytes; BULK: offset 8, length 8; REFERENCE: region 8, offset 8, length 8
 * </pre>
 *
 * <p>Lines are at fixed places and payload never covers a stamp, so an old line cannot be taken for a new one.
 */
final class RingSender {
    static final int STAMP = 0;
    static final int KIND = 8;
    static final int LENGTH = 12;
    static final int PAYLOAD = 16;
    static final int INLINE_BYTES = RingGeometry.LINE_BYTES - PAYLOAD;

    static final int INLINE = 1;
    static final int BULK = 2;
    static final int REFERENCE = 3;

    /** Longest run of bytes by value in one line: short enough that the peer works on one while the next is copied. */
    private static final int SEGMENT_BYTES = 128 << 10;

    private static final int MASK = RingGeometry.LINES - 1;

    private final long lines;
    private final long bulk;
    private final long bulkBytes;
    private final long peerConsumed;
    private final long[] streamEnd = new long[RingGeometry.LINES];
    private final long[] bulkEnd = new long[RingGeometry.LINES];

    private long sentLines;
    private long freedLines;
    private long bulkHead;
    private long bulkTail;
    private long accepted;
    private long consumed;
    private long claimed;
    private boolean claimedInline;

    /**
     * A sender whose ring lies at these addresses.
     *
     * @param peerConsumed the peer's counter of lines it has consumed, in the peer's region
     */
    RingSender(final long lines, final long bulk, final long bulkBytes, final long peerConsumed) {
        this.lines = lines;
        this.bulk = bulk;
        this.bulkBytes = bulkBytes;
        this.peerConsumed = peerConsumed;
    }

    int maxClaim() {
        // half, so that wrapping round the end can always find it side by side
        return (int) Math.min(SEGMENT_BYTES, bulkBytes / 2);
    }

    long claim(final int length) {
        if (!lineFree()) {
            return 0;
        }
        claimedInline = length <= INLINE_BYTES;
        claimed = claimedInline ? line() + PAYLOAD : bulkRoom(length) >= length ? bulk + offset(bulkHead) : 0;
        return claimed;
    }

    void commit(final int length) {
        if (claimedInline) {
            Memory.putInt(line() + LENGTH, length);
            stamp(INLINE, length);
        } else {
            appendBulk(length);
        }
    }

    long offer(final long address, final long length) {
        if (!lineFree()) {
            return 0;
        }
        final long wanted = Math.min(length, SEGMENT_BYTES);
        final long free = bulkRoom(wanted);
        // what is not the last of it ends with an element, also behind a message of an odd length
        final long room = free >= wanted ? wanted : free & -Long.BYTES;
        if (room > 0) {
            Memory.copy(address, bulk + offset(bulkHead), room);
            appendBulk(room);
        }
        return room;
    }

    long publish(final long region, final long offset, final long length) {
        if (!lineFree()) {
            return 0;
        }
        final long line = line();
        Memory.putLong(line + PAYLOAD, region);
        Memory.putLong(line + PAYLOAD + 8, offset);
        Memory.putLong(line + PAYLOAD + 16, length);
        stamp(REFERENCE, length);
        return length;
    }

    long accepted() {
        return accepted;
    }

    long consumed() {
        if (consumed != accepted) {
            refresh();
        }
        return consumed;
    }

    private void appendBulk(final long length) {
        final long line = line();
        Memory.putLong(line + PAYLOAD, offset(bulkHead));
        Memory.putLong(line + PAYLOAD + 8, length);
        bulkHead += length;
        stamp(BULK, length);
    }

    private void stamp(final int kind, final long length) {
        final long line = line();
        Memory.putInt(line + KIND, kind);
        accepted += length;
        final int index = (int) sentLines & MASK;
        streamEnd[index] = accepted;
        bulkEnd[index] = bulkHead;
        sentLines++;
        Memory.putLongRelease(line + STAMP, sentLines);
    }

    private long line() {
        return lines + (sentLines & MASK) * RingGeometry.LINE_BYTES;
    }

    private long offset(final long position) {
        return position & (bulkBytes - 1);
    }

    private boolean lineFree() {
        if (sentLines - freedLines < RingGeometry.LINES) {
            return true;
        }
        refresh();
        return sentLines - freedLines < RingGeometry.LINES;
    }

    /** Bytes free side by side at the head; skips the end of the bulk area if only the start has enough. */
    private long bulkRoom(final long wanted) {
        if (bulkBytes - (bulkHead - bulkTail) < wanted + bulkBytes - offset(bulkHead)) {
            refresh();
        }
        final long free = bulkBytes - (bulkHead - bulkTail);
        final long toEnd = bulkBytes - offset(bulkHead);
        if (toEnd >= wanted || free < toEnd) {
            return Math.min(free, toEnd);
        }
        bulkHead += toEnd;
        return free - toEnd;
    }

    /** Reads how far the peer is; pairs with the release store in {@link RingReceiver}. */
    private void refresh() {
        final long lineCount = Memory.getLongAcquire(peerConsumed);
        if (lineCount != freedLines) {
            freedLines = lineCount;
            final int index = (int) (lineCount - 1) & MASK;
            consumed = streamEnd[index];
            bulkTail = bulkEnd[index];
        }
    }
}
