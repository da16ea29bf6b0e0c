// SPDX-License-Identifier: Apache-2.0
package org.jccl.traffic;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The calls of one tag of one communicator among all that share a way out. What is ordinary of it waits for what is urgent
 * elsewhere, for the rates that are allowed, and, while links refuse bytes, for those who have had less of their share
 * (start-time fair queueing, Goyal, Vin and Cheng 1996, here without knowing the rate that is shared). Used by the owner of the
 * communicator's progress domain.
 */
public final class Sender {
    /** So long after something urgent has moved elsewhere it may still be under way. */
    private static final long URGENT_NS = TimeUnit.MILLISECONDS.toNanos(2);
    /** One of which links have refused nothing for so long has no use for more. */
    private static final long REFUSED_NS = TimeUnit.MILLISECONDS.toNanos(1);
    /** Whoever had no use for more for so long has lost what it did not use. A stall of its peers is shorter. */
    private static final long FORGET_NS = TimeUnit.MILLISECONDS.toNanos(200);
    /** How far one may be ahead of another: less makes short turns, more is felt by the other. */
    private static final long AHEAD_BYTES = 128 << 10;
    /** When to look again at what tells no time. */
    private static final long LOOK_NS = 50_000;

    private final String communicator;
    private final String tag;
    /** Those that it pays for what it sends. */
    private final Bucket[] heeded;

    private final Table table;
    private final Row own;
    private final Row[] rows = new Row[Table.ROWS];
    private final Consumer<Sender> left;

    Sender(
            final String communicator,
            final String tag,
            final List<Bucket> heeded,
            final Meeting.Place place,
            final Consumer<Sender> left) {
        this.communicator = communicator;
        this.tag = tag;
        this.heeded = heeded.toArray(Bucket[]::new);
        this.table = place.table();
        this.own = place.row();
        this.left = left;
        for (int number = 0; number < rows.length; number++) {
            rows[number] = table.row(number);
        }
    }

    String communicator() {
        return communicator;
    }

    String tag() {
        return tag;
    }

    Row row() {
        return own;
    }

    /** Whether some rate is not to be exceeded. */
    public boolean isPaced() {
        for (final Bucket bucket : heeded) {
            if (bucket.rate() != 0) {
                return true;
            }
        }
        return false;
    }

    /** How long what is ordinary waits before it asks again; 0 or less: not at all. */
    public long waitNs(final long nowNs) {
        long pacedNs = 0;
        for (final Bucket bucket : heeded) {
            pacedNs = Math.max(pacedNs, bucket.opensInNs(nowNs));
        }
        return pacedNs > 0 || !mustYield(nowNs) ? pacedNs : LOOK_NS;
    }

    private boolean mustYield(final long nowNs) {
        final long most = own.served() - AHEAD_BYTES;
        final long used = table.rows();
        for (int number = 0; used > 1 && number < used; number++) {
            final Row other = rows[number];
            if (other.address() != own.address() && goesBefore(other, most, nowNs)) {
                return true;
            }
        }
        return false;
    }

    private static boolean goesBefore(final Row other, final long most, final long nowNs) {
        return other.isTaken() && (isUrgent(other, nowNs) || wantsMore(other, nowNs) && other.served() < most);
    }

    private static boolean isUrgent(final Row other, final long nowNs) {
        final long urgentNs = other.urgentNs();
        return urgentNs != 0 && nowNs - urgentNs < URGENT_NS;
    }

    private static boolean wantsMore(final Row other, final long nowNs) {
        final long refusedNs = other.refusedNs();
        return refusedNs != 0 && nowNs - refusedNs < REFUSED_NS;
    }

    /** Something urgent has just moved; or, with 0, nothing urgent is under way. */
    public void urgent(final long nowNs) {
        own.urgentNs(nowNs);
    }

    /** So much has been sent. */
    public void sent(final long ordinaryBytes, final long urgentBytes, final long nowNs) {
        for (final Bucket bucket : heeded) {
            bucket.charge(ordinaryBytes + urgentBytes, nowNs);
        }
        own.served(own.served() + ordinaryBytes / own.weight());
    }

    /** Links, rates or shares let no more leave for now. */
    public void refused(final long nowNs) {
        if (own.refusedNs() == 0 || nowNs - own.refusedNs() > FORGET_NS) {
            own.served(Math.max(own.served(), leastServed(nowNs)));
        }
        own.refusedNs(nowNs);
    }

    private long leastServed(final long nowNs) {
        long least = Long.MAX_VALUE;
        final long used = table.rows();
        for (int number = 0; number < used; number++) {
            final Row other = rows[number];
            if (other.address() != own.address() && other.isTaken() && wantsMore(other, nowNs)) {
                least = Math.min(least, other.served());
            }
        }
        return least == Long.MAX_VALUE ? 0 : least;
    }

    /** Its share beside those of the others: 3 is thrice that of 1. */
    void weight(final long weight) {
        own.weight(weight);
    }

    /** It sends nothing any more. */
    public void close() {
        left.accept(this);
    }
}
