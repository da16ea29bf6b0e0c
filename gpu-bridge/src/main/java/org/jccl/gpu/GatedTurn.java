// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

import jcuda.driver.CUresult;
import org.jccl.buffer.StreamTurn;

/** An operation's turn on a stream: an event tells when it comes, a gate keeps the others back until it has ended. */
final class GatedTurn implements StreamTurn {
    private final DeviceStream stream;
    private final DeviceContext context;
    private final StreamGate gate;
    private boolean over;

    /** The gate's event is recorded. */
    GatedTurn(final DeviceStream stream, final DeviceContext context, final StreamGate gate) {
        this.stream = stream;
        this.context = context;
        this.gate = gate;
    }

    @Override
    public void hold() {
        stream.shut(gate);
    }

    /** The host asks; were it a stream of the copies that waited, they would wait for each other's operations. */
    @Override
    public boolean hasCome() {
        final int result = context.query(gate.event());
        if (result == CUresult.CUDA_ERROR_NOT_READY) {
            return false;
        }
        Driver.check(
                "the work before a collective on a stream of device " + context.ordinal() + " (cuEventQuery)", result);
        return true;
    }

    /** The copies have ended by their own events, so what passes the gate sees what they wrote. */
    @Override
    public synchronized void end() {
        if (!over) {
            over = true;
            gate.open();
            context.gates().giveBack(gate);
        }
    }
}
