// SPDX-License-Identifier: Apache-2.0
package org.jccl.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jccl.schedule.Collective;
import org.jccl.schedule.Schedule;
import org.jccl.schedule.Shape;
import org.jccl.schedule.Step;

/** The steps of all ranks, unpacked. */
final class AllSteps {
    private final Shape shape;
    private final int chunks;
    private final ChunkMap[] maps;
    private final List<List<Action>> byRank;
    private final List<Action> all;

    private AllSteps(final Shape shape, final int chunks) {
        this.shape = shape;
        this.chunks = chunks;
        maps = new ChunkMap[shape.size()];
        byRank = new ArrayList<>(shape.size());
        all = new ArrayList<>();
    }

    /** Unpacks all steps; those that break {@link StepRules} are reported and left out. */
    static AllSteps read(
            final Shape shape, final IntFunction<? extends Schedule> schedules, final Violations violations) {
        final AllSteps steps = new AllSteps(shape, schedules.apply(0).chunks());
        steps.checkChunks(violations);
        if (violations.none()) {
            for (int rank = 0; rank < shape.size(); rank++) {
                steps.readRank(rank, schedules.apply(rank), violations);
            }
        }
        return steps;
    }

    private void checkChunks(final Violations violations) {
        if (chunks < 1) {
            violations.add("rank 0 divides into " + chunks + " chunks; there must be at least one");
        }
        final boolean blocks = !shape.collective().isVector() && shape.collective() != Collective.BARRIER;
        if (blocks && chunks != shape.size()) {
            violations.add("rank 0 divides into " + chunks + " chunks, but " + shape.collective()
                    + " has one chunk a rank, " + shape.size());
        }
    }

    private void readRank(final int rank, final Schedule schedule, final Violations violations) {
        if (schedule.chunks() != chunks) {
            violations.add("rank " + rank + " divides into " + schedule.chunks() + " chunks, rank 0 into " + chunks);
            return;
        }
        final ChunkMap map = new ChunkMap(shape, rank, chunks, schedule.scratchChunks());
        final StepRules rules = new StepRules(shape, map, rank, violations);
        final Step step = new Step();
        final List<Action> mine = new ArrayList<>(schedule.steps());
        for (int index = 0; index < schedule.steps(); index++) {
            schedule.at(index, step);
            if (rules.check(step, index)) {
                mine.add(new Action(schedule, map, step, rank, index, all.size() + mine.size()));
            }
        }
        maps[rank] = map;
        byRank.add(mine);
        all.addAll(mine);
    }

    Shape shape() {
        return shape;
    }

    int chunks() {
        return chunks;
    }

    ChunkMap map(final int rank) {
        return maps[rank];
    }

    /** One rank's steps in steps order. */
    List<Action> actions(final int rank) {
        return byRank.get(rank);
    }

    /** All ranks' steps, by {@link Action#id}. */
    List<Action> actions() {
        return all;
    }
}
