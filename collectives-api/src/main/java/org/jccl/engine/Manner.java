// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import org.jccl.Priority;

/**
 * How calls are made, besides what they ask for.
 *
 * @param timeoutNs by when they must have ended, from the call on
 * @param priority what goes first
 * @param tag under which name they are counted, or empty
 */
record Manner(long timeoutNs, Priority priority, String tag) {
    static Manner within(final long timeoutNs) {
        return new Manner(timeoutNs, Priority.ORDINARY, "");
    }

    Manner timeout(final long newTimeoutNs) {
        return new Manner(newTimeoutNs, priority, tag);
    }

    Manner priority(final Priority newPriority) {
        return new Manner(timeoutNs, newPriority, tag);
    }

    Manner tag(final String newTag) {
        return new Manner(timeoutNs, priority, newTag);
    }
}
