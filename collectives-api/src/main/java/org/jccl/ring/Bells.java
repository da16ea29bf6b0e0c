// SPDX-License-Identifier: Apache-2.0
package org.jccl.ring;

import org.jccl.buffer.Memory;

/**
 * Whom to ring: the peers that were sent something, or given room, since the last look at who sleeps. The look needs a
 * full fence, which waits until what was just written has reached the peer's core, so it comes after the owner has gone
 * on with what it has to do rather than between a message and its answer.
 */
final class Bells {
    private final RingLink[] links;
    private boolean due;

    /**
     * Bells of these peers.
     *
     * @param links by rank, null where there is none; may be filled in later
     */
    Bells(final RingLink[] links) {
        this.links = links;
    }

    /** A link has news for its peer. */
    void ringSoon() {
        due = true;
    }

    /**
     * The ringer's half of the sleep protocol: publish, full fence, read the flags. The sleeper sets its flag, fences and
     * looks at every ring once more, so one of the two always sees the other.
     */
    void ring() {
        if (!due) {
            return;
        }
        due = false;
        Memory.fullFence();
        for (final RingLink link : links) {
            if (link != null) {
                link.ringIfSleeping();
            }
        }
    }
}
