// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

import org.jccl.CollectiveRequest;
import org.jccl.Communicator;
import org.jccl.ReduceOp;
import org.jccl.buffer.BufferView;

/** How one rank calls the collective of an {@link Exercise}: waiting for it, or started and waited for later. */
final class Calls {
    private Calls() {}

    static void blocking(final Exercise e, final Communicator c, final BufferView in, final BufferView out) {
        final int rank = c.rank();
        final ReduceOp op = e.op(rank);
        if (e.isVarying()) {
            blockingV(e, c, in, out);
            return;
        }
        switch (e.collective()) {
            case ALL_REDUCE -> c.allReduce(in, out, op);
            case REDUCE -> c.reduce(in, out, op, e.root());
            case BROADCAST -> c.broadcast(in, out, e.root());
            case ALL_GATHER -> c.allGather(in, out);
            case REDUCE_SCATTER -> c.reduceScatter(in, out, op);
            case ALL_TO_ALL -> c.allToAll(in, out);
            case GATHER -> c.gather(in, out, e.root());
            case SCATTER -> c.scatter(in, out, e.root());
            default -> throw new IllegalArgumentException(e.toString());
        }
    }

    private static void blockingV(final Exercise e, final Communicator c, final BufferView in, final BufferView out) {
        final int rank = c.rank();
        switch (e.collective()) {
            case ALL_GATHER -> c.allGatherV(in, out, e.counts());
            case REDUCE_SCATTER -> c.reduceScatterV(in, out, e.op(rank), e.counts());
            case ALL_TO_ALL -> c.allToAllV(in, out, e.row(rank), e.row(rank));
            case GATHER -> c.gatherV(in, out, countsOnRoot(e, rank), e.root());
            case SCATTER -> c.scatterV(in, out, countsOnRoot(e, rank), e.root());
            default -> throw new IllegalArgumentException(e.toString());
        }
    }

    static CollectiveRequest async(final Exercise e, final Communicator c, final BufferView in, final BufferView out) {
        final ReduceOp op = e.op(c.rank());
        if (e.isVarying()) {
            return asyncV(e, c, in, out);
        }
        return switch (e.collective()) {
            case ALL_REDUCE -> c.allReduceAsync(in, out, op);
            case REDUCE -> c.reduceAsync(in, out, op, e.root());
            case BROADCAST -> c.broadcastAsync(in, out, e.root());
            case ALL_GATHER -> c.allGatherAsync(in, out);
            case REDUCE_SCATTER -> c.reduceScatterAsync(in, out, op);
            case ALL_TO_ALL -> c.allToAllAsync(in, out);
            case GATHER -> c.gatherAsync(in, out, e.root());
            case SCATTER -> c.scatterAsync(in, out, e.root());
            default -> throw new IllegalArgumentException(e.toString());
        };
    }

    private static CollectiveRequest asyncV(
            final Exercise e, final Communicator c, final BufferView in, final BufferView out) {
        final int rank = c.rank();
        return switch (e.collective()) {
            case ALL_GATHER -> c.allGatherVAsync(in, out, e.counts());
            case REDUCE_SCATTER -> c.reduceScatterVAsync(in, out, e.op(rank), e.counts());
            case ALL_TO_ALL -> c.allToAllVAsync(in, out, e.row(rank), e.row(rank));
            case GATHER -> c.gatherVAsync(in, out, countsOnRoot(e, rank), e.root());
            case SCATTER -> c.scatterVAsync(in, out, countsOnRoot(e, rank), e.root());
            default -> throw new IllegalArgumentException(e.toString());
        };
    }

    private static long[] countsOnRoot(final Exercise e, final int rank) {
        return rank == e.root() ? e.counts() : null;
    }
}
