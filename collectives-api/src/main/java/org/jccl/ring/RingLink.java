// SPDX-License-Identifier: Apache-2.0
package org.jccl.ring;

import org.jccl.buffer.Memory;
import org.jccl.spi.Lane;
import org.jccl.spi.Link;

/** The lanes to one peer of the same machine. */
final class RingLink implements Link {
    private final int peer;
    private final RingLane[] lanes = new RingLane[LANES];
    private final long peerSleeping;
    private final Doorbell doorbell;
    private final Bells bells;
    private boolean due;

    /**
     * One of the two regions that a link works in.
     *
     * @param address where it lies here
     * @param place the place in it of the rank at the other end
     */
    record End(RingGeometry geometry, long address, int place) {
        long lines(final int lane) {
            return address + geometry.lines(place, lane);
        }

        long bulk(final int lane) {
            return address + geometry.bulk(place, lane);
        }

        long consumed(final int lane) {
            return address + geometry.consumed(place, lane);
        }
    }

    RingLink(
            final int peer,
            final End mine,
            final End theirs,
            final Regions regions,
            final Doorbell doorbell,
            final Bells bells) {
        this.peer = peer;
        this.doorbell = doorbell;
        this.bells = bells;
        this.peerSleeping = theirs.address() + RingGeometry.SLEEPING;
        for (int lane = 0; lane < LANES; lane++) {
            final RingSender sender = new RingSender(
                    mine.lines(lane), mine.bulk(lane), mine.geometry().bulkBytes(lane), theirs.consumed(lane));
            final RingReceiver receiver =
                    new RingReceiver(theirs.lines(lane), theirs.bulk(lane), mine.consumed(lane), regions, peer);
            lanes[lane] = new RingLane(sender, receiver, this, regions);
        }
    }

    /** There is news for the peer, of which it learns at the next look at who sleeps. */
    void ringSoon() {
        due = true;
        bells.ringSoon();
    }

    /** To be called by {@link Bells} only, which fences first. */
    void ringIfSleeping() {
        if (!due) {
            return;
        }
        due = false;
        if (Memory.getInt(peerSleeping) != 0) {
            doorbell.ring();
        }
    }

    @Override
    public int peer() {
        return peer;
    }

    @Override
    public Lane lane(final int number) {
        return lanes[number];
    }

    @Override
    public String failure() {
        return doorbell.failure();
    }
}
