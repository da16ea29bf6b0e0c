// SPDX-License-Identifier: Apache-2.0
package org.jccl.rdma;

import org.jccl.spi.Link;

/** One peer's lanes. */
final class RdmaLink implements Link {
    private final int peer;
    private final RdmaTransport transport;
    private final RdmaLane[] lanes = new RdmaLane[LANES];

    RdmaLink(final int peer, final RdmaTransport transport) {
        this.peer = peer;
        this.transport = transport;
    }

    @Override
    public int peer() {
        return peer;
    }

    @Override
    public RdmaLane lane(final int number) {
        if (lanes[number] == null) {
            lanes[number] = transport.openLane(peer, number);
        }
        return lanes[number];
    }

    @Override
    public String failure() {
        for (final RdmaLane lane : lanes) {
            if (lane != null && lane.failure() != null) {
                return lane.failure();
            }
        }
        return null;
    }
}
