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
     * The link to one peer.
     *
     * @param mine address of this rank's region; {@code theirs} of the peer's, as mapped here
     * @param peerPlace the peer's place in this rank's region; {@code myPlace} this rank's in the peer's
     */
    RingLink(
            final int peer,
            final RingGeometry geometry,
            final long mine,
            final int peerPlace,
            final long theirs,
            final int myPlace,
            final Regions regions,
            final Doorbell doorbell) {
        this.peer = peer;
        this.doorbell = doorbell;
        this.peerSleeping = theirs + geometry.sleeping();
        for (int lane = 0; lane < LANES; lane++) {
            final RingSender sender = new RingSender(
                    mine + geometry.lines(peerPlace, lane),
                    mine + geometry.bulk(peerPlace, lane),
                    geometry.bulkBytes(lane),
                    theirs + geometry.consumed(myPlace, lane));
            final RingReceiver receiver = new RingReceiver(
                    theirs + geometry.lines(myPlace, lane),
                    theirs + geometry.bulk(myPlace, lane),
                    mine + geometry.consumed(peerPlace, lane),
                    regions,
                    peer);
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
