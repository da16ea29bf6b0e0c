// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.measure;

import org.jccl.Communicator;
import org.jccl.ReduceOp;
import org.jccl.buffer.BufferView;

/** Statistics over all ranks, through the communicator that is measured. Every rank calls the same, in the same order. */
final class AcrossRanks {
    private final Communicator communicator;
    private final long[] one = new long[1];

    AcrossRanks(final Communicator communicator) {
        this.communicator = communicator;
    }

    long max(final long mine) {
        return reduce(mine, ReduceOp.MAX);
    }

    long sum(final long mine) {
        return reduce(mine, ReduceOp.SUM);
    }

    /** Replaces each element by the greatest of all ranks. */
    void max(final long[] mine) {
        final BufferView view = BufferView.of(mine);
        communicator.allReduce(view, view, ReduceOp.MAX);
    }

    private long reduce(final long mine, final ReduceOp op) {
        one[0] = mine;
        final BufferView view = BufferView.of(one);
        communicator.allReduce(view, view, op);
        return one[0];
    }
}
