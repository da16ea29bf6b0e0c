// SPDX-License-Identifier: Apache-2.0
package org.jccl.plan;

import org.jccl.schedule.Range;
import org.jccl.schedule.Schedule;
import org.jccl.schedule.Shape;
import org.jccl.schedule.Step;

/** Compiles one rank's schedule into a {@link Plan}. Used once per plan, so it may allocate. */
public final class PlanCompiler {
    private static final int LOCAL = -1;

    private final Shape shape;
    private final int rank;
    private final Schedule schedule;
    private final PlanTables tables;
    private final Step step = new Step();
    private final int[] foldOfStep;
    private final int[] sendOfStep;

    private PlanCompiler(final Schedule schedule, final Shape shape, final int rank) {
        this.schedule = schedule;
        this.shape = shape;
        this.rank = rank;
        this.tables = new PlanTables(shape.inPlace());
        this.foldOfStep = new int[schedule.steps()];
        this.sendOfStep = new int[schedule.steps() + 1];
    }

    /**
     * Compiles.
     *
     * @param staged whether INPUT and OUTPUT are memory of the library's own, into and out of which the user's is copied
     */
    public static Plan compile(
            final String algorithm,
            final int id,
            final Schedule schedule,
            final Shape shape,
            final int rank,
            final boolean staged) {
        final PlanCompiler compiler = new PlanCompiler(schedule, shape, rank);
        if (staged) {
            compiler.loads();
        }
        compiler.steps();
        if (staged) {
            compiler.stores();
        }
        return new Plan(algorithm, id, schedule, shape.inPlace(), staged, compiler.tables);
    }

    private void loads() {
        final Extent input = Extent.ofInput(shape, rank, schedule.chunks());
        for (int chunk = input.first(); chunk < input.end(); chunk++) {
            copyStep(Area.USER_INPUT, Area.INPUT, chunk, Plan.LOAD);
        }
    }

    private void stores() {
        final Extent output = Extent.ofOutput(shape, rank, schedule.chunks());
        for (int chunk = output.first(); chunk < output.end(); chunk++) {
            copyStep(Area.OUTPUT, Area.USER_OUTPUT, chunk, Plan.STORE);
        }
    }

    private void copyStep(final int from, final int to, final int chunk, final byte flag) {
        final int source = tables.range(from, chunk, 1, 1, 1);
        final int destination = tables.range(to, chunk, 1, 1, 1);
        tables.beginFold();
        tables.operand(LOCAL, source);
        tables.endFold(destination, flag);
    }

    private void steps() {
        for (int index = 0; index < schedule.steps(); index++) {
            schedule.at(index, step);
            sendOfStep[index] = tables.sends();
            foldOfStep[index] = -1;
            if (step.peerCount() > 0) {
                sends();
            } else {
                foldOfStep[index] = fold();
            }
            sendOfStep[index + 1] = tables.sends();
        }
    }

    private void sends() {
        final int range = range(step.source());
        for (int i = 0; i < step.peerCount(); i++) {
            tables.beginSend();
            addAfter();
            tables.endSend(step.peer(i), range);
        }
    }

    private int fold() {
        final int destination = range(step.destination());
        tables.beginFold();
        for (int i = 0; i < step.operandCount(); i++) {
            final int peer = step.operandPeer(i);
            tables.operand(peer, peer == LOCAL ? range(step.operand(i)) : -1);
        }
        addAfter();
        return tables.endFold(destination, step.isLast() ? Plan.LAST : 0);
    }

    private void addAfter() {
        final int after = step.after();
        if (after < 0) {
            return;
        }
        if (foldOfStep[after] >= 0) {
            tables.waitFor(foldOfStep[after]);
        }
        for (int send = sendOfStep[after]; send < sendOfStep[after + 1]; send++) {
            tables.waitFor(~send);
        }
    }

    private int range(final Range range) {
        return tables.range(range.space().ordinal(), range.first(), range.count(), range.run(), range.stride());
    }
}
