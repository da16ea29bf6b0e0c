// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import org.jccl.spi.Wire;

/** What goes on over the next connection when one breaks. Called by {@link Resumption}'s thread. */
interface Line {
    /** Leaves the connection it uses, if any; returns how many bytes of the peer's stream it has for good. */
    long detach();

    /**
     * Goes on over that connection.
     *
     * @param peerHas how many bytes of this side's stream the peer has
     * @return null, or why it cannot, as the end of a sentence about the peer
     */
    String attach(Wire wire, long peerHas);

    /** Does what {@link #interest} asked for. */
    void ready();

    /** For which operations of the connection the thread is to call {@link #ready}. */
    int interest();

    /** There is no connection and there will be none; why, as the end of a sentence about the peer. */
    void fail(String how);

    /** About a second has passed. */
    void tick();
}
