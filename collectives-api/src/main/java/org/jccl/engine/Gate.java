// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

/** What a slab may send now, by each of its links, and what it has. What is urgent, and what crosses no wire, always may. */
final class Gate {
    /** By link; null where no wire is crossed. */
    private final Exit[] exits;

    private final boolean urgent;
    private Outflow outflow;

    Gate(final Exit[] exits, final boolean urgent) {
        this.exits = exits;
        this.urgent = urgent;
    }

    void begin(final Outflow newOutflow) {
        outflow = newOutflow;
    }

    /** Whether nothing may leave by that link in this turn. */
    boolean isClosed(final int link) {
        if (urgent || exits[link] == null) {
            return false;
        }
        if (outflow.waitNs() > 0) {
            outflow.wanted();
            return true;
        }
        return exits[link].waitNs() > 0;
    }

    /** The most that is offered to that link at once. */
    long pieceBytes(final int link) {
        return urgent || exits[link] == null ? Activation.SEGMENT_BYTES : outflow.pieceBytes();
    }

    /** A link has taken so many of the bytes that it was offered. */
    void left(final int link, final long taken, final long offered) {
        if (exits[link] != null) {
            exits[link].left(taken);
            outflow.left(urgent, taken, offered);
        }
    }
}
