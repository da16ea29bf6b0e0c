// SPDX-License-Identifier: Apache-2.0
package org.jccl.algorithm;

import org.jccl.schedule.Shape;
import org.jccl.schedule.Space;
import org.jccl.schedule.Step;

/** The two clauses that direct algorithms are made of: "to everyone else" and "from everyone, in rank order". */
final class Direct {
    private Direct() {}

    /** One round, unless there is nobody to talk to. */
    static int rounds(final Shape shape) {
        return shape.size() == 1 ? 0 : 1;
    }

    /** Addresses the step to all other ranks, the right neighbour first, so that no rank is everyone's first. */
    static Step toOthers(final Step step, final int rank, final int size) {
        for (int distance = 1; distance < size; distance++) {
            step.to((rank + distance) % size);
        }
        return step;
    }

    /** Takes one operand from every rank, in rank order, this rank's own from that local range. */
    static Step fromAll(
            final Step step, final int rank, final int size, final Space space, final int first, final int count) {
        for (int peer = 0; peer < size; peer++) {
            if (peer == rank) {
                step.local(space, first, count);
            } else {
                step.from(peer);
            }
        }
        return step;
    }
}
