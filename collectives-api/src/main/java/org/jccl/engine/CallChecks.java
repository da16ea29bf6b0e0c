// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.util.Arrays;
import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.buffer.BufferView;
import org.jccl.error.InvalidUsageException;
import org.jccl.plan.Extent;
import org.jccl.schedule.Collective;

/**
 * The door: fills a {@link Call} from the caller's arguments, or refuses them with the values in the message. Nothing
 * has been sent or written when a call is refused. Immutable, any thread.
 */
final class CallChecks {
    private final int rank;
    private final int size;

    CallChecks(final int rank, final int size) {
        this.rank = rank;
        this.size = size;
    }

    void allReduce(final Call call, final BufferView input, final BufferView output, final ReduceOp op) {
        requireOperator(op, present("input", input).type());
        requireEqual(input, present("output", output));
        fill(call, Collective.ALL_REDUCE, op, 0, input, output, input.count());
    }

    void reduce(final Call call, final BufferView input, final BufferView output, final ReduceOp op, final int root) {
        requireRank("root", root);
        requireOperator(op, present("input", input).type());
        if (rank == root) {
            requireEqual(input, present("output", output));
        }
        fill(call, Collective.REDUCE, op, root, input, rank == root ? output : null, input.count());
    }

    void broadcast(final Call call, final BufferView input, final BufferView output, final int root) {
        requireRank("root", root);
        present("output", output);
        if (rank == root) {
            requireEqual(present("input", input), output);
        }
        fill(call, Collective.BROADCAST, null, root, rank == root ? input : null, output, output.count());
    }

    void allGather(final Call call, final BufferView input, final BufferView output) {
        requireBlocks("input", present("input", input), "output", present("output", output));
        fill(call, Collective.ALL_GATHER, null, 0, input, output, input.count());
    }

    void reduceScatter(final Call call, final BufferView input, final BufferView output, final ReduceOp op) {
        requireOperator(op, present("input", input).type());
        requireBlocks("output", present("output", output), "input", input);
        fill(call, Collective.REDUCE_SCATTER, op, 0, input, output, output.count());
    }

    void allToAll(final Call call, final BufferView input, final BufferView output) {
        requireEqual(present("input", input), present("output", output));
        if (input.count() % size != 0) {
            throw new InvalidUsageException(
                    "all_to_all of " + input.count() + " elements: not a multiple of the " + size + " ranks");
        }
        requireDisjoint(Collective.ALL_TO_ALL, input, output);
        fill(call, Collective.ALL_TO_ALL, null, 0, input, output, input.count() / size);
    }

    void gather(final Call call, final BufferView input, final BufferView output, final int root) {
        requireRank("root", root);
        present("input", input);
        if (rank == root) {
            requireBlocks("input", input, "output", present("output", output));
        }
        fill(call, Collective.GATHER, null, root, input, rank == root ? output : null, input.count());
    }

    void scatter(final Call call, final BufferView input, final BufferView output, final int root) {
        requireRank("root", root);
        present("output", output);
        if (rank == root) {
            requireBlocks("output", output, "input", present("input", input));
        }
        fill(call, Collective.SCATTER, null, root, rank == root ? input : null, output, output.count());
    }

    void barrier(final Call call) {
        call.set(Collective.BARRIER, DataType.INT8, null, 0, 0).over(rank, size, null, null, false);
    }

    void send(final Call call, final BufferView input, final int peer) {
        requirePeer(peer);
        fill(call, Collective.SEND, null, peer, present("input", input), null, input.count());
    }

    void receive(final Call call, final BufferView output, final int peer) {
        requirePeer(peer);
        fill(call, Collective.RECEIVE, null, peer, null, present("output", output), output.count());
    }

    void allGatherV(final Call call, final BufferView input, final BufferView output, final long[] counts) {
        final long[] offsets = offsets("counts", counts);
        requireType(present("input", input), present("output", output));
        requireCount("input", input, counts[rank]);
        requireCount("output", output, offsets[size]);
        fillVarying(call, Collective.ALL_GATHER, null, 0, input, output, offsets, offsets);
    }

    void reduceScatterV(
            final Call call, final BufferView input, final BufferView output, final ReduceOp op, final long[] counts) {
        final long[] offsets = offsets("counts", counts);
        requireOperator(op, present("input", input).type());
        requireType(input, present("output", output));
        requireCount("input", input, offsets[size]);
        requireCount("output", output, counts[rank]);
        fillVarying(call, Collective.REDUCE_SCATTER, op, 0, input, output, offsets, offsets);
    }

    void gatherV(
            final Call call, final BufferView input, final BufferView output, final long[] counts, final int root) {
        requireRank("root", root);
        present("input", input);
        final long[] offsets = rank == root ? offsets("counts", counts) : onlyOwn(input.count());
        if (rank == root) {
            requireType(input, present("output", output));
            requireCount("input", input, counts[rank]);
            requireCount("output", output, offsets[size]);
        }
        fillVarying(call, Collective.GATHER, null, root, input, rank == root ? output : null, offsets, offsets);
    }

    void scatterV(
            final Call call, final BufferView input, final BufferView output, final long[] counts, final int root) {
        requireRank("root", root);
        present("output", output);
        final long[] offsets = rank == root ? offsets("counts", counts) : onlyOwn(output.count());
        if (rank == root) {
            requireType(present("input", input), output);
            requireCount("input", input, offsets[size]);
            requireCount("output", output, counts[rank]);
        }
        fillVarying(call, Collective.SCATTER, null, root, rank == root ? input : null, output, offsets, offsets);
    }

    void allToAllV(
            final Call call,
            final BufferView input,
            final BufferView output,
            final long[] sendCounts,
            final long[] receiveCounts) {
        final long[] sends = offsets("sendCounts", sendCounts);
        final long[] receives = offsets("receiveCounts", receiveCounts);
        requireType(present("input", input), present("output", output));
        requireCount("input", input, sends[size]);
        requireCount("output", output, receives[size]);
        requireDisjoint(Collective.ALL_TO_ALL, input, output);
        if (sendCounts[rank] != receiveCounts[rank]) {
            throw new InvalidUsageException("this rank sends " + sendCounts[rank] + " elements to itself but receives "
                    + receiveCounts[rank] + " from itself");
        }
        fillVarying(call, Collective.ALL_TO_ALL, null, 0, input, output, sends, receives);
    }

    // ---- filling ----

    private void fill(
            final Call call,
            final Collective collective,
            final ReduceOp op,
            final int root,
            final BufferView input,
            final BufferView output,
            final long count) {
        final boolean single = Extent.singleBlock(collective, true) || Extent.singleBlock(collective, false);
        final boolean inPlace = inPlace(collective, input, output, single ? rank * count : 0);
        final DataType type = (input != null ? input : output).type();
        call.set(collective, type, op, root, count).over(rank, size, input, output, inPlace);
    }

    private void fillVarying(
            final Call call,
            final Collective collective,
            final ReduceOp op,
            final int root,
            final BufferView input,
            final BufferView output,
            final long[] inputOffsets,
            final long[] outputOffsets) {
        final boolean inPlace = inPlace(collective, input, output, inputOffsets[rank]);
        call.set(collective, (input != null ? input : output).type(), op, root, 0)
                .over(rank, size, input, output, inPlace)
                .varying(inputOffsets, outputOffsets);
    }

    /**
     * Whether this rank's block is the same memory in both.
     *
     * @param blockStart where this rank's block begins in the larger of the two, in elements
     */
    private static boolean inPlace(
            final Collective collective, final BufferView input, final BufferView output, final long blockStart) {
        if (output != null && output.isReadOnly()) {
            throw new InvalidUsageException(collective + ": the output is read-only");
        }
        if (input == null || output == null || input.count() == 0 || output.count() == 0 || !input.overlaps(output)) {
            return false;
        }
        final long distance = blockStart * input.type().sizeBytes();
        final boolean inputIsBlock = Extent.singleBlock(collective, true);
        final boolean outputIsBlock = Extent.singleBlock(collective, false);
        final long expected = inputIsBlock ? output.address() + distance : output.address();
        final long actual = outputIsBlock ? input.address() + distance : input.address();
        if (outputIsBlock ? actual != output.address() : actual != expected) {
            throw new InvalidUsageException(
                    collective + ": input and output overlap without being in place; they begin "
                            + (output.address() - input.address()) + " bytes apart");
        }
        return true;
    }

    private static void requireDisjoint(final Collective collective, final BufferView input, final BufferView output) {
        if (input.count() > 0 && input.overlaps(output)) {
            throw new InvalidUsageException(collective + " cannot be done in place: input and output overlap");
        }
    }

    // ---- refusing ----

    private static BufferView present(final String name, final BufferView view) {
        if (view == null) {
            throw new InvalidUsageException(name + " is null");
        }
        return view;
    }

    private void requireRank(final String name, final int value) {
        if (value < 0 || value >= size) {
            throw new InvalidUsageException(name + " " + value + " is no rank: there are " + size + ", from 0");
        }
    }

    void requirePeer(final int peer) {
        requireRank("peer", peer);
        if (peer == rank) {
            throw new InvalidUsageException("peer " + peer + " is this rank itself; copy the elements instead");
        }
    }

    private static void requireOperator(final ReduceOp op, final DataType type) {
        if (op == null) {
            throw new InvalidUsageException("op is null");
        }
        if (!op.supports(type)) {
            throw new InvalidUsageException(op + " is not defined on " + type + ", only on integers");
        }
    }

    private static void requireType(final BufferView input, final BufferView output) {
        if (input.type() != output.type()) {
            throw new InvalidUsageException("input is " + input.type() + " but output is " + output.type());
        }
    }

    private static void requireEqual(final BufferView input, final BufferView output) {
        requireType(input, output);
        if (input.count() != output.count()) {
            throw new InvalidUsageException(
                    "input has " + input.count() + " elements but output has " + output.count());
        }
    }

    private void requireBlocks(
            final String blockName, final BufferView block, final String rowName, final BufferView row) {
        requireType(block, row);
        if (row.count() != block.count() * size) {
            throw new InvalidUsageException(rowName + " has " + row.count() + " elements, but " + size + " ranks times "
                    + block.count() + " elements of " + blockName + " are " + block.count() * size);
        }
    }

    private static void requireCount(final String name, final BufferView view, final long count) {
        if (view.count() != count) {
            throw new InvalidUsageException(name + " has " + view.count() + " elements, but the counts say " + count);
        }
    }

    private long[] offsets(final String name, final long[] counts) {
        if (counts == null || counts.length != size) {
            throw new InvalidUsageException(name + " must have one entry for each of the " + size + " ranks, not "
                    + (counts == null ? "be null" : counts.length));
        }
        final long[] offsets = new long[size + 1];
        for (int i = 0; i < size; i++) {
            if (counts[i] < 0) {
                throw new InvalidUsageException(name + "[" + i + "] is negative: " + counts[i]);
            }
            offsets[i + 1] = offsets[i] + counts[i];
        }
        return offsets;
    }

    /** Offsets of a rank that knows its own block's length alone. */
    private long[] onlyOwn(final long count) {
        final long[] offsets = new long[size + 1];
        Arrays.fill(offsets, rank + 1, size + 1, count);
        return offsets;
    }
}
