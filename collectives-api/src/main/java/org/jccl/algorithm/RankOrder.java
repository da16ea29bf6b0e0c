// SPDX-License-Identifier: Apache-2.0
package org.jccl.algorithm;

import org.jccl.schedule.Space;
import org.jccl.schedule.Step;

/** The operands of a reduction in ascending order of the ranks that they come from. */
final class RankOrder {
    private RankOrder() {}

    /** A reduction of what one peer sends and a local range, the lower rank's first. */
    static Step reduce(
            final Step step, final int rank, final int peer, final Space space, final int first, final int count) {
        return peer < rank
                ? step.reduce().from(peer).local(space, first, count)
                : step.reduce().local(space, first, count).from(peer);
    }

    /** A reduction of what several peers, in ascending order, send and a local range. */
    static Step reduce(
            final Step step, final int rank, final int[] peers, final Space space, final int first, final int count) {
        int next = 0;
        step.reduce();
        while (next < peers.length && peers[next] < rank) {
            step.from(peers[next++]);
        }
        step.local(space, first, count);
        while (next < peers.length) {
            step.from(peers[next++]);
        }
        return step;
    }
}
