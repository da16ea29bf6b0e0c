// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import org.jccl.schedule.Collective;

/** Numbers sends and receives: each pair of ranks has an order of its own in each direction. Owner only. */
final class PointToPointOrder {
    private final long[] sends;
    private final long[] receives;

    PointToPointOrder(final int size) {
        sends = new long[size];
        receives = new long[size];
    }

    /** The number of the next send to, or receive from, the call's peer. */
    long next(final Call call) {
        return call.collective() == Collective.SEND ? sends[call.root()]++ : receives[call.root()]++;
    }
}
