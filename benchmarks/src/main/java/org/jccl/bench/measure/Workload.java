// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.measure;

import org.jccl.CollectiveRequest;
import org.jccl.Communicator;
import org.jccl.buffer.BufferView;

/** One subject at one size, in or out of place, on one rank: its buffers, its call, and what must come out. One thread. */
final class Workload {
    /** Outputs hold this before a checked call, so that what nobody wrote shows. */
    private static final long POISON = 0x5A5A_5A5A_5A5A_5A5AL;

    private final Subject subject;
    private final int rank;
    private final int size;
    private final boolean inPlace;
    private final Blocks blocks;
    private final ExactInputs inputs;
    private final BufferView input;
    private final BufferView output;
    private final Call call;

    /**
     * Lays the buffers over two pieces of memory; in place over the first alone.
     *
     * @param elements the row's size: of the vector, or of all blocks together
     */
    Workload(
            final Communicator communicator,
            final Subject subject,
            final long elements,
            final boolean inPlace,
            final BufferSource.Block first,
            final BufferSource.Block second) {
        final Operation operation = subject.operation();
        this.subject = subject;
        this.rank = communicator.rank();
        this.size = communicator.size();
        this.inPlace = inPlace;
        this.blocks = operation.varying() ? Blocks.ragged(size, elements) : Blocks.equal(size, elements);
        this.inputs = new ExactInputs(subject.type(), subject.op(), size);
        final BufferView whole = first.view(elements, subject.type());
        this.input = operation.hasInput(rank, subject.root()) ? part(operation.input(), whole) : null;
        this.output = operation.hasOutput(rank, size, subject.root())
                ? part(operation.output(), inPlace ? whole : second.view(elements, subject.type()))
                : null;
        this.call = new Call(communicator, input, output, subject.op(), subject.root(), blocks);
    }

    /** In place, a block lies where its number puts it in the whole; out of place, at the start. */
    private BufferView part(final Operation.Span span, final BufferView whole) {
        return span == Operation.Span.WHOLE
                ? whole
                : whole.slice(inPlace ? blocks.offset(rank) : 0, blocks.count(rank));
    }

    boolean isSelfSynchronising() {
        return subject.operation().selfSynchronising();
    }

    /** Performs the operation once. */
    void run() {
        subject.operation().run(call);
    }

    /** Starts the operation once. */
    CollectiveRequest start() {
        return subject.operation().start(call);
    }

    /** Writes the inputs, and poison where the result will be. */
    void prepare() {
        if (output != null) {
            new Pattern(subject.type(), place -> POISON).fill(output, 0);
        }
        if (input != null) {
            inputOf(rank).fill(input, 0);
        }
    }

    /** How many elements on this rank are wrong: in the output, and out of place in the input, which nobody may write. */
    long wrong() {
        final long changed = input == null || inPlace ? 0 : inputOf(rank).mismatches(input, 0);
        return changed + (output == null ? 0 : wrongOutput());
    }

    private long wrongOutput() {
        final long first = subject.operation().output() == Operation.Span.BLOCK ? blocks.offset(rank) : 0;
        return switch (subject.operation().flow()) {
            case REDUCED -> new Pattern(subject.type(), inputs::reducedBits).mismatches(output, first);
            case FROM_ROOT -> inputOf(subject.root()).mismatches(output, first);
            case SHIFTED -> inputOf((rank + size - 1) % size).mismatches(output, 0);
            case ECHOED -> inputOf(Math.min(rank, Operation.partner(rank))).mismatches(output, 0);
            case GATHERED -> wrongGathered();
            case TRANSPOSED -> wrongTransposed();
            case NOTHING -> 0;
        };
    }

    private long wrongGathered() {
        long wrong = 0;
        for (int source = 0; source < size; source++) {
            wrong += inputOf(source).mismatches(output.slice(blocks.offset(source), blocks.count(source)), 0);
        }
        return wrong;
    }

    private long wrongTransposed() {
        final long[] counts = blocks.receiveCounts(rank);
        long wrong = 0;
        for (int source = 0; source < size; source++) {
            final BufferView block = output.slice(Blocks.sum(counts, source), counts[source]);
            wrong += inputOf(source).mismatches(block, Blocks.sum(blocks.sendCounts(source), rank));
        }
        return wrong;
    }

    private Pattern inputOf(final int source) {
        return new Pattern(subject.type(), place -> inputs.inputBits(source, place));
    }
}
