// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

import org.jccl.CollectiveRequest;
import org.jccl.Communicator;
import org.jccl.buffer.BufferView;

/**
 * One {@link Exercise} on one rank: lays out its buffers, calls, and checks every byte: the result, an input that must
 * not change, the blocks of others in place, and the guards. One thread.
 */
public final class Trial implements AutoCloseable {
    private final Exercise exercise;
    private final Communicator communicator;
    private final boolean inPlace;
    private final TestBuffer input;
    private final TestBuffer output;
    private final BufferView inputView;
    private final BufferView outputView;
    private final String what;
    private byte[][] remembered;

    private Trial(
            final Exercise exercise,
            final Communicator communicator,
            final boolean inPlace,
            final BufferKind inputKind,
            final BufferKind outputKind) {
        final int rank = communicator.rank();
        this.exercise = exercise;
        this.communicator = communicator;
        this.inPlace = inPlace && exercise.hasBoth(rank);
        this.what = "rank " + rank + ": " + exercise + (inPlace ? " in place " : " ") + inputKind + " -> " + outputKind;
        final boolean inside = this.inPlace && exercise.inputCount(rank) < exercise.outputCount(rank);
        final boolean around = this.inPlace && !inside;
        input = inside ? null : buffer(inputKind, exercise.inputCount(rank));
        output = around ? null : buffer(outputKind, exercise.outputCount(rank));
        inputView = inside ? block(output, exercise.inputCount(rank)) : view(input);
        outputView = around ? block(input, exercise.outputCount(rank)) : view(output);
        refill();
    }

    /** Prepares a trial in buffers whose kinds vary with the rank and with {@code variation}. */
    public static Trial prepare(
            final Exercise exercise, final Communicator communicator, final boolean inPlace, final int variation) {
        final int first = variation + communicator.rank();
        return new Trial(
                exercise, communicator, inPlace, BufferKind.cycle(first), BufferKind.cycle(first + variation / 8));
    }

    /** Prepares, calls and checks; every third variation in the asynchronous form. */
    public static void run(
            final Exercise exercise, final Communicator communicator, final boolean inPlace, final int variation) {
        try (Trial trial = prepare(exercise, communicator, inPlace, variation)) {
            if (variation % 3 == 0) {
                trial.start().await();
            } else {
                trial.call();
            }
            trial.check();
        }
    }

    private TestBuffer buffer(final BufferKind kind, final long count) {
        return count == Exercise.NONE ? null : TestBuffer.allocate(kind, exercise.type(), count, communicator);
    }

    private BufferView block(final TestBuffer whole, final long count) {
        return count == whole.view().count()
                ? whole.view()
                : whole.view().slice(exercise.blockOffset(communicator.rank()), count);
    }

    private static BufferView view(final TestBuffer buffer) {
        return buffer == null ? null : buffer.view();
    }

    /** Writes the input once more, after a collective in place has written over it. */
    public void refill() {
        final int rank = communicator.rank();
        if (input != null) {
            input.write(0, exercise.input(rank));
        } else if (inputView != null) {
            output.write(exercise.blockOffset(rank), exercise.input(rank));
        }
    }

    /** Calls the collective and waits for it. */
    public void call() {
        Calls.blocking(exercise, communicator, inputView, outputView);
    }

    /** Calls the collective without waiting for it. */
    public CollectiveRequest start() {
        return Calls.async(exercise, communicator, inputView, outputView);
    }

    /** Fails unless all memory is as it must be after the collective. */
    public void check() {
        final int rank = communicator.rank();
        if (output != null) {
            output.require(what + ", output", exercise.expected(rank));
        }
        if (input != null) {
            input.require(what + ", input", inPlace ? exercise.around(rank) : exercise.input(rank));
        }
    }

    /** Keeps what both buffers hold now. */
    public void remember() {
        remembered = contents();
    }

    /** Fails unless both buffers still hold what {@link #remember} kept. */
    public void requireUnchanged() {
        final byte[][] now = contents();
        for (int i = 0; i < now.length; i++) {
            Elements.requireEqual(what + ", abandoned buffer " + i, exercise.type(), remembered[i], now[i]);
        }
    }

    private byte[][] contents() {
        final byte[] nothing = {};
        return new byte[][] {input == null ? nothing : input.read(), output == null ? nothing : output.read()};
    }

    @Override
    public void close() {
        if (input != null) {
            input.close();
        }
        if (output != null) {
            output.close();
        }
    }
}
