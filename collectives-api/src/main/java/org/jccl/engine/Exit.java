// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import org.jccl.traffic.LinkCap;

/** Where what goes to one peer leaves for a wire, perhaps at a rate. Owner only. */
final class Exit {
    private final LinkCap cap;
    private long bytes;
    private long waitNs;

    Exit(final LinkCap cap) {
        this.cap = cap;
    }

    void left(final long taken) {
        bytes += taken;
    }

    /** How long what is ordinary waits here; 0 or less: not at all. */
    long waitNs() {
        return waitNs;
    }

    /** What has left so far does not count. */
    void forget() {
        bytes = 0;
        waitNs = 0;
    }

    /** Finds out whether more may leave. */
    void look(final long nowNs) {
        waitNs = cap.isSet() ? cap.sent(bytes, nowNs) : 0;
        bytes = 0;
    }
}
