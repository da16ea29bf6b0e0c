// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.measure;

import org.jccl.CollectiveRequest;
import org.jccl.Communicator;
import org.jccl.ReduceOp;
import org.jccl.buffer.BufferView;

/** The arguments of one collective call, made before the clock starts. */
final class Call {
    private final Communicator communicator;
    private final BufferView input;
    private final BufferView output;
    private final ReduceOp op;
    private final int root;
    private final Blocks blocks;
    private final long[] sendCounts;
    private final long[] receiveCounts;
    private final Runnable shift;

    /** Views may be null where the operation takes none; {@code op} where it reduces nothing. */
    Call(
            final Communicator communicator,
            final BufferView input,
            final BufferView output,
            final ReduceOp op,
            final int root,
            final Blocks blocks) {
        this.communicator = communicator;
        this.input = input;
        this.output = output;
        this.op = op;
        this.root = root;
        this.blocks = blocks;
        final int rank = communicator.rank();
        final int size = communicator.size();
        this.sendCounts = blocks.sendCounts(rank);
        this.receiveCounts = blocks.receiveCounts(rank);
        this.shift = () -> {
            communicator.sendAsync(input, (rank + 1) % size);
            communicator.receiveAsync(output, (rank + size - 1) % size);
        };
    }

    Communicator on() {
        return communicator;
    }

    BufferView input() {
        return input;
    }

    BufferView output() {
        return output;
    }

    ReduceOp op() {
        return op;
    }

    int root() {
        return root;
    }

    Blocks blocks() {
        return blocks;
    }

    long[] sendCounts() {
        return sendCounts;
    }

    long[] receiveCounts() {
        return receiveCounts;
    }

    void shift() {
        communicator.group(shift);
    }

    void echo() {
        if (!hasPartner()) {
            return;
        }
        if (isEven()) {
            communicator.send(input, partner());
            communicator.receive(output, partner());
        } else {
            communicator.receive(output, partner());
            communicator.send(output, partner());
        }
    }

    /** What is sent back must have come. */
    CollectiveRequest startEcho() {
        if (hasPartner() && !isEven()) {
            communicator.receive(output, partner());
        }
        return communicator.groupAsync(() -> {
            if (hasPartner()) {
                communicator.sendAsync(isEven() ? input : output, partner());
                if (isEven()) {
                    communicator.receiveAsync(output, partner());
                }
            }
        });
    }

    private boolean isEven() {
        return communicator.rank() % 2 == 0;
    }

    private int partner() {
        return Operation.partner(communicator.rank());
    }

    private boolean hasPartner() {
        return partner() < communicator.size();
    }

    CollectiveRequest startShift() {
        return communicator.groupAsync(shift);
    }
}
