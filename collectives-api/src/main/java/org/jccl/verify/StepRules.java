// SPDX-License-Identifier: Apache-2.0
package org.jccl.verify;

import java.util.Arrays;
import org.jccl.schedule.Range;
import org.jccl.schedule.Shape;
import org.jccl.schedule.Step;

/** What must hold of every step by itself: existing chunks, existing peers, equal lengths, no range over itself. */
final class StepRules {
    private final Shape shape;
    private final ChunkMap map;
    private final int rank;
    private final Violations violations;
    private final int[] positionOfCell;
    private Step checked;
    private int checkedIndex;
    private boolean sound;

    StepRules(final Shape shape, final ChunkMap map, final int rank, final Violations violations) {
        this.shape = shape;
        this.map = map;
        this.rank = rank;
        this.violations = violations;
        positionOfCell = new int[map.cells()];
    }

    /** Whether the step keeps all rules; if not, each breach has been reported. */
    boolean check(final Step step, final int index) {
        checked = step;
        checkedIndex = index;
        sound = true;
        if (step.after() >= index) {
            report("waits for step " + step.after() + ", which is not an earlier one");
        }
        switch (step.kind()) {
            case SEND, SIGNAL -> checkSend(step);
            case RECEIVE, AWAIT, COPY, REDUCE -> checkOperands(step);
        }
        if (step.kind() == Step.Kind.REDUCE && !shape.collective().isReducing()) {
            report("combines elements, which " + shape.collective() + " does not do");
        }
        if (step.isLast() && step.kind() != Step.Kind.REDUCE) {
            report("is marked last, but only a reduction can be");
        }
        return sound;
    }

    private void checkSend(final Step step) {
        if (step.peerCount() == 0) {
            report("names no peer");
        }
        for (int i = 0; i < step.peerCount(); i++) {
            checkPeer(step.peer(i));
        }
        checkRange(step.source());
    }

    private void checkOperands(final Step step) {
        if (step.operandCount() == 0) {
            report("has no operand");
        }
        checkRange(step.destination());
        if (sound) {
            checkWrites(step.destination());
        }
        for (int i = 0; i < step.operandCount() && sound; i++) {
            if (step.operandPeer(i) >= 0) {
                checkPeer(step.operandPeer(i));
            } else {
                checkLocal(step, step.operand(i));
            }
        }
    }

    private void checkPeer(final int peer) {
        if (peer < 0 || peer >= shape.size()) {
            report("names rank " + peer + " of " + shape.size());
        } else if (peer == rank) {
            report("names this rank itself as its peer");
        }
    }

    private void checkRange(final Range range) {
        for (int k = 0; k < range.count(); k++) {
            final String refusal = map.refusal(range.space(), range.chunk(k));
            if (refusal != null) {
                report(refusal);
                return;
            }
        }
    }

    private void checkWrites(final Range range) {
        Arrays.fill(positionOfCell, -1);
        for (int k = 0; k < range.count(); k++) {
            if (!map.writable(range.space(), range.chunk(k))) {
                report("writes INPUT chunk " + range.chunk(k) + ", which belongs to the caller");
                return;
            }
            final int cell = map.cell(range.space(), range.chunk(k));
            if (positionOfCell[cell] >= 0) {
                report("writes " + range.space() + " chunk " + range.chunk(k) + " twice");
                return;
            }
            positionOfCell[cell] = k;
        }
    }

    private void checkLocal(final Step step, final Range range) {
        checkRange(range);
        if (!sound) {
            return;
        }
        if (!Arrays.equals(Action.lengths(map, range), Action.lengths(map, step.destination()))) {
            report("has an operand " + range + " of other length than its destination");
            return;
        }
        for (int k = 0; k < range.count(); k++) {
            final int written = positionOfCell[map.cell(range.space(), range.chunk(k))];
            if (written >= 0 && (written != k || step.kind() == Step.Kind.COPY)) {
                report("reads " + range.space() + " chunk " + range.chunk(k) + " and writes over it");
                return;
            }
        }
    }

    private void report(final String whatIsWrong) {
        violations.add("rank " + rank + " step " + checkedIndex + " (" + checked + ") " + whatIsWrong);
        sound = false;
    }
}
