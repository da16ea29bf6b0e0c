// SPDX-License-Identifier: Apache-2.0
package org.jccl.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jccl.schedule.Schedule;
import org.jccl.schedule.Step;

/** Steps written by hand: {@code new ListSchedule(1, 0).then(step -> step.copy(INPUT, 0, 1).into(OUTPUT, 0, 1))}. */
public final class ListSchedule implements Schedule {
    private final int chunks;
    private final int scratchChunks;
    private final List<Consumer<Step>> steps = new ArrayList<>();

    public ListSchedule(final int chunks, final int scratchChunks) {
        this.chunks = chunks;
        this.scratchChunks = scratchChunks;
    }

    /** Appends a step. */
    public ListSchedule then(final Consumer<Step> step) {
        steps.add(step);
        return this;
    }

    @Override
    public int chunks() {
        return chunks;
    }

    @Override
    public int scratchChunks() {
        return scratchChunks;
    }

    @Override
    public int steps() {
        return steps.size();
    }

    @Override
    public void at(final int index, final Step step) {
        steps.get(index).accept(step);
    }
}
