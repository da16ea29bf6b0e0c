// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import org.jccl.spi.Lane;
import org.jccl.spi.Link;

/** One peer's lanes, each with a connection of its own. */
final class TcpLink implements Link {
    private final int peer;
    private final TcpTransport transport;
    private final TcpLane[] lanes = new TcpLane[LANES];

    TcpLink(final int peer, final TcpTransport transport) {
        this.peer = peer;
        this.transport = transport;
    }

    @Override
    public int peer() {
        return peer;
    }

    @Override
    public Lane lane(final int number) {
        final TcpLane lane = lanes[number];
        if (lane != null) {
            return lane;
        }
        lanes[number] = transport.openLane(peer, number);
        return lanes[number];
    }

    @Override
    public String failure() {
        for (final TcpLane lane : lanes) {
            if (lane != null && lane.failure() != null) {
                return lane.failure();
            }
        }
        return null;
    }

    @Override
    public String trouble() {
        for (final TcpLane lane : lanes) {
            if (lane != null && lane.trouble() != null) {
                return lane.trouble();
            }
        }
        return null;
    }
}
