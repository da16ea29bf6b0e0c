// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.util.concurrent.TimeUnit;

/**
 * Whether ordinary operations hold back what they have to send, because urgent ones go. They do so while urgent ones move, and
 * not while those wait for a rank that comes late, perhaps because it ends something ordinary first. Owner only.
 */
final class Precedence {
    /** When nothing urgent has moved for so long, it waits for somebody. Longer than a message takes on 1 Gbit/s. */
    private static final long STILL_NS = TimeUnit.MILLISECONDS.toNanos(2);
    /** However much is urgent, after so long ordinary operations send for once. */
    private static final long PATIENCE_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private boolean active;
    private long movedNs;
    private long letGoNs;
    private boolean holds;

    /** Nothing urgent is under way, as is usual. */
    void none() {
        active = false;
        holds = false;
    }

    /**
     * Urgent operations are under way.
     *
     * @param moved whether they have just moved
     */
    void urgent(final boolean moved) {
        final long nowNs = System.nanoTime();
        if (!active) {
            active = true;
            movedNs = nowNs;
            letGoNs = nowNs;
        }
        movedNs = moved ? nowNs : movedNs;
        holds = nowNs - movedNs < STILL_NS && nowNs - letGoNs < PATIENCE_NS;
        letGoNs = holds ? letGoNs : nowNs;
    }

    /** Whether something urgent is under way. */
    boolean isActive() {
        return active;
    }

    /** Whether what is ordinary stays behind in this turn. */
    boolean holds() {
        return holds;
    }
}
