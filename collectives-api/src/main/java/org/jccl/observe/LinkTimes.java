// SPDX-License-Identifier: Apache-2.0
package org.jccl.observe;

import java.util.ArrayList;
import java.util.List;

/**
 * How fast large operations got what each peer sent, in a ring that is written over and never grows. Written by whoever
 * owns the communicator's domain; any thread may read, as of {@link FlightRecorder}.
 *
 * <p>What counts for a link is the fastest message of an operation. In a ring every message but the first ones comes as
 * slowly as the slowest link lets it, so that an average would blame them all.
 */
public final class LinkTimes {
    private static final int CAPACITY = 1024;
    /** So far back a row is looked for; where more peers send at once one of them may have several. */
    private static final int MOST_LOOKS = 64;

    private static final int FIELDS = 4;
    private static final int TICKET = 0;
    private static final int PEER = 1;
    private static final int BYTES = 2;
    private static final int FASTEST = 3;
    private static final double SECOND_NS = 1e9;

    private final long[] ring = new long[CAPACITY * FIELDS];
    private long count;

    /**
     * What a peer sent in one operation.
     *
     * @param peer who
     * @param bytes how much, in messages that were timed
     * @param bytesPerSecond how fast the fastest message came
     */
    public record Row(int peer, long bytes, long bytesPerSecond) {}

    /** A message has arrived, within that time from its first byte on. */
    public void arrived(final long ticket, final int peer, final long bytes, final long tookNs) {
        final int at = row(ticket, peer);
        ring[at + BYTES] += bytes;
        ring[at + FASTEST] = Math.max(ring[at + FASTEST], (long) (bytes * SECOND_NS / Math.max(1, tookNs)));
    }

    private int row(final long ticket, final int peer) {
        for (long row = count; row > 0 && row > count - MOST_LOOKS; row--) {
            final int at = at(row);
            if (ring[at + TICKET] == ticket && ring[at + PEER] == peer) {
                return at;
            }
        }
        final int at = at(++count);
        ring[at + TICKET] = ticket;
        ring[at + PEER] = peer;
        ring[at + BYTES] = 0;
        ring[at + FASTEST] = 0;
        return at;
    }

    private static int at(final long row) {
        return ((int) row & CAPACITY - 1) * FIELDS;
    }

    /** What is remembered of an operation. */
    List<Row> of(final long ticket) {
        final List<Row> rows = new ArrayList<>();
        for (int at = 0; at < ring.length; at += FIELDS) {
            if (ring[at + TICKET] == ticket) {
                rows.add(new Row((int) ring[at + PEER], ring[at + BYTES], ring[at + FASTEST]));
            }
        }
        return rows;
    }
}
