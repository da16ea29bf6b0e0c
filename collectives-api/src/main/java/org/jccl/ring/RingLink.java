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

    RingLink(final int peer, final End mine, final End theirs, final Regions regions, final Doorbell doorbell) {
        this.peer = peer;
        this.doorbell = doorbell;
        this.peerSleeping = theirs.address() + RingGeometry.SLEEPING;
        for (int lane = 0; lane < LANES; lane++) {
            final RingSender sender = new RingSender(
                    mine.lines(lane), mine.bulk(lane), mine.geometry().bulkBytes(lane), theirs.consumed(lane));
            final RingReceiver receiver =
                    new RingReceiver(theirs.lines(lane), theirs.bulk(lane), mine.consumed(lane), regions, peer);
            lanes[lane] = new RingLane(sender, receiver, this, regions);
        }
    }

    /**
     * The ringer's half of the sleep protocol: publish, full fence, read the flag. The sleeper sets the flag, fences and
     * looks at every ring once more, so one of the two always sees the other.
     */
    void ringIfSleeping() {
        Memory.fullFence();
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
