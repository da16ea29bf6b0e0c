// SPDX-License-Identifier: Apache-2.0
package org.jccl.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jccl.schedule.Range;
import org.jccl.schedule.Schedule;
import org.jccl.schedule.Step;

/** A schedule with one mistake in it. */
final class MutatedSchedule implements Schedule {
    private final Schedule original;
    private final int index;
    /** What is done to the step of that index; null leaves it out. */
    private final Consumer<Step> edit;

    private final String mistake;

    private MutatedSchedule(final Schedule original, final int index, final Consumer<Step> edit, final String mistake) {
        this.original = original;
        this.index = index;
        this.edit = edit;
        this.mistake = mistake;
    }

    /** Everything that can be done wrong in one step: leave it out, give another chunk, call it last. */
    static List<Schedule> mutations(final Schedule original, final int index) {
        final List<Schedule> mutations = new ArrayList<>();
        mutations.add(new MutatedSchedule(original, index, null, "left out"));
        final Step step = new Step();
        original.at(index, step);
        final Range source = step.source();
        if (step.kind() == Step.Kind.SEND && source.isContiguous() && source.count() < original.chunks()) {
            mutations.add(new MutatedSchedule(original, index, MutatedSchedule::shift, "shifted by a chunk"));
        }
        if (step.kind() == Step.Kind.REDUCE && !step.isLast()) {
            mutations.add(new MutatedSchedule(original, index, Step::last, "marked last"));
        }
        return mutations;
    }

    private static void shift(final Step step) {
        final int[] peers = new int[step.peerCount()];
        for (int i = 0; i < peers.length; i++) {
            peers[i] = step.peer(i);
        }
        final int first = step.source().first();
        final int after = step.after();
        step.send(
                step.source().space(), first == 0 ? 1 : first - 1, step.source().count());
        for (final int peer : peers) {
            step.to(peer);
        }
        step.after(after);
    }

    @Override
    public int chunks() {
        return original.chunks();
    }

    @Override
    public int scratchChunks() {
        return original.scratchChunks();
    }

    @Override
    public int steps() {
        return original.steps() - (edit == null ? 1 : 0);
    }

    @Override
    public void at(final int at, final Step step) {
        if (edit != null) {
            original.at(at, step);
            if (at == index) {
                edit.accept(step);
            }
            return;
        }
        original.at(at < index ? at : at + 1, step);
        if (step.after() >= index) {
            step.after(step.after() == index ? -1 : step.after() - 1);
        }
    }

    @Override
    public String toString() {
        final Step step = new Step();
        original.at(index, step);
        return "step " + index + " (" + step + ") " + mistake;
    }
}
