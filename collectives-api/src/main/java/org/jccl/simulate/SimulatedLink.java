// SPDX-License-Identifier: Apache-2.0
package org.jccl.simulate;

import org.jccl.spi.Lane;
import org.jccl.spi.Link;

/** One rank's end of a simulated link. */
final class SimulatedLink implements Link {
    private final int peer;
    private final SimulatedLane[] lanes;
    private final Wire wire;

    SimulatedLink(final int peer, final SimulatedLane[] lanes, final Wire wire) {
        this.peer = peer;
        this.lanes = lanes;
        this.wire = wire;
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
        return wire.failure();
    }

    /** Breaks the link from this end. */
    void cut(final String reason) {
        wire.cut(reason);
    }
}
