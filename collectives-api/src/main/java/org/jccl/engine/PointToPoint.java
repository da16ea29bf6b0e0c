// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import org.jccl.schedule.Collective;
import org.jccl.schedule.Schedule;
import org.jccl.schedule.Space;
import org.jccl.schedule.Step;

/** A send or a receive as a schedule of one step. */
record PointToPoint(Collective collective, int peer) implements Schedule {
    @Override
    public int chunks() {
        return 1;
    }

    @Override
    public int scratchChunks() {
        return 0;
    }

    @Override
    public int steps() {
        return 1;
    }

    @Override
    public void at(final int index, final Step step) {
        if (collective == Collective.SEND) {
            step.send(Space.INPUT, 0, 1).to(peer);
        } else {
            step.receive(peer).into(Space.OUTPUT, 0, 1);
        }
    }
}
