// SPDX-License-Identifier: Apache-2.0
package org.jccl.ring;

import org.jccl.buffer.Memory;
import org.jccl.spi.Link;

/**
 * Where things lie in a rank's region: the memory that this rank alone writes and its peers read.
 *
 * <pre>
 *   header    one cache line: the sleeping flag
 *   for each peer, for each lane:
 *     consumed  one cache line: how many lines of the peer's ring to this rank were released
 *     lines     LINES x 128 bytes: the ring to that peer (see RingLane)
 *     bulk      bytes too many for a line, by value
 * </pre>
 *
 * <p>Ranks tell each other for how many peers, and with how much bulk, they made their regions: the rest is computed.
 */
final class RingGeometry {
    /** Lines of one ring. Small messages take one each, so this is how far a sender may run ahead. */
    static final int LINES = 256;
    /** Bytes of one line: two cache lines, since processors fetch them in pairs. */
    static final int LINE_BYTES = 128;

    /** Offset of the word that is 1 while the region's owner sleeps or is about to. */
    static final long SLEEPING = 0;

    private static final long HEADER_BYTES = Memory.CACHE_LINE;
    private static final long LINES_BYTES = (long) LINES * LINE_BYTES;
    private static final long SMALLEST_BULK = 16 << 10;

    private final long[] bulkBytes = new long[Link.LANES];
    private final long[] laneOffset = new long[Link.LANES];
    private final long peerBytes;
    private final long regionBytes;

    /**
     * Geometry for one rank's region.
     *
     * @param peers how many peers it serves
     * @param bulk bytes by value that may be under way to one peer on the collective lane; a power of two. The other
     *     lanes get a quarter each: urgent operations are small, and sends between two ranks are rarely concurrent
     */
    RingGeometry(final int peers, final long bulk) {
        long offset = 0;
        for (int lane = 0; lane < Link.LANES; lane++) {
            bulkBytes[lane] = lane == Link.COLLECTIVE ? bulk : Math.max(SMALLEST_BULK, bulk / 4);
            laneOffset[lane] = offset;
            offset += Memory.CACHE_LINE + LINES_BYTES + bulkBytes[lane];
        }
        peerBytes = offset;
        regionBytes = HEADER_BYTES + peers * peerBytes;
    }

    /** The largest power of two for {@code bulk} with which a region stays within a budget; at least 16 KiB. */
    static long bulkWithin(final long budgetBytes, final int peers, final long wished) {
        long bulk = wished;
        while (bulk > SMALLEST_BULK && new RingGeometry(peers, bulk).regionBytes() > budgetBytes) {
            bulk /= 2;
        }
        return bulk;
    }

    long regionBytes() {
        return regionBytes;
    }

    long bulkBytes(final int lane) {
        return bulkBytes[lane];
    }

    /** Offset of the counter of lines consumed from the peer in that place. */
    long consumed(final int place, final int lane) {
        return HEADER_BYTES + place * peerBytes + laneOffset[lane];
    }

    /** Offset of the lines to the peer in that place. */
    long lines(final int place, final int lane) {
        return consumed(place, lane) + Memory.CACHE_LINE;
    }

    /** Offset of the bulk bytes to the peer in that place. */
    long bulk(final int place, final int lane) {
        return lines(place, lane) + LINES_BYTES;
    }
}
