// SPDX-License-Identifier: Apache-2.0
package org.jccl.simulate;

import java.util.List;

/** What both ends of a simulated link share: whether it still holds. */
final class Wire {
    private final SimulatedNetwork network;
    private final List<SimulatedStream> streams;
    private String failure;

    Wire(final SimulatedNetwork network, final List<SimulatedStream> streams) {
        this.network = network;
        this.streams = streams;
    }

    void breakIfCut(final SimulatedStream stream) {
        if (stream.isCut()) {
            cut("was cut by the simulation after " + stream.accepted() + " bytes");
        }
    }

    /** Breaks the link; what is on its way arrives or is lost, stream by stream. */
    void cut(final String reason) {
        if (failure == null) {
            failure = reason;
            for (final SimulatedStream stream : streams) {
                if (network.happens(0.5)) {
                    stream.loseTheRest();
                }
            }
        }
    }

    boolean isBroken() {
        return failure != null;
    }

    String failure() {
        return failure;
    }
}
