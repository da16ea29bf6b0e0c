// SPDX-License-Identifier: Apache-2.0
package org.jccl.plan;

import java.util.ArrayList;
import java.util.List;

/** The tables of a {@link Plan} while they grow. */
final class PlanTables {
    private final Hazards hazards;

    final IntList rangeArea = new IntList();
    final IntList rangeFirst = new IntList();
    final IntList rangeCount = new IntList();
    final IntList rangeRun = new IntList();
    final IntList rangeStride = new IntList();

    final IntList order = new IntList();
    final IntList peers = new IntList();
    final List<IntList> out = new ArrayList<>();
    final List<IntList> in = new ArrayList<>();
    final IntList localFolds = new IntList();

    final IntList sendRange = new IntList();
    final IntList sendLink = new IntList();
    final IntList sendWait = new IntList();

    final IntList foldRange = new IntList();
    final IntList foldFlags = new IntList();
    final IntList foldAnchor = new IntList();
    final IntList foldOperands = new IntList();
    final IntList foldWait = new IntList();

    final IntList operandFold = new IntList();
    final IntList operandLink = new IntList();
    final IntList operandRange = new IntList();
    final IntList operandWait = new IntList();

    final IntList waits = new IntList();
    final IntList targets = new IntList();
    final IntList kinds = new IntList();
    final IntList targetRanges = new IntList();
    final IntList ownRanges = new IntList();
    /** Whole steps that the send or fold now being built must follow. */
    private final IntList after = new IntList();

    PlanTables(final boolean inPlace) {
        hazards = new Hazards(inPlace);
    }

    int sends() {
        return sendRange.size();
    }

    int range(final int area, final int first, final int count, final int run, final int stride) {
        rangeArea.add(area);
        rangeFirst.add(first);
        rangeCount.add(count);
        rangeRun.add(run);
        rangeStride.add(stride);
        return rangeArea.size() - 1;
    }

    private int chunk(final int range, final int k) {
        final int run = rangeRun.get(range);
        return contiguous(range)
                ? rangeFirst.get(range) + k
                : rangeFirst.get(range) + k / run * rangeStride.get(range) + k % run;
    }

    private boolean contiguous(final int range) {
        return rangeRun.get(range) >= rangeCount.get(range);
    }

    private int link(final int peer) {
        for (int link = 0; link < peers.size(); link++) {
            if (peers.get(link) == peer) {
                return link;
            }
        }
        peers.add(peer);
        out.add(new IntList());
        in.add(new IntList());
        return peers.size() - 1;
    }

    /** The step now being built must follow all of a fold, or of {@code ~send}. */
    void waitFor(final int target) {
        after.add(target);
    }

    void beginSend() {
        after.clear();
    }

    void endSend(final int peer, final int range) {
        final int send = sends();
        final int link = link(peer);
        sendWait.add(beginWait());
        addAfter();
        followWriters(range);
        registerRead(~send, range);
        order.add(~send);
        sendRange.add(range);
        sendLink.add(link);
        out.get(link).add(send);
    }

    void beginFold() {
        after.clear();
        foldOperands.add(operandFold.size());
    }

    void operand(final int peer, final int range) {
        operandFold.add(foldRange.size());
        operandLink.add(peer < 0 ? -1 : link(peer));
        operandRange.add(range);
        operandWait.add(beginWait());
        if (peer >= 0) {
            in.get(link(peer)).add(operandFold.size() - 1);
            return;
        }
        followWriters(range);
    }

    int endFold(final int destination, final int flags) {
        final int fold = foldRange.size();
        foldWait.add(beginWait());
        addAfter();
        final int firstDependency = targets.size();
        for (int k = 0; k < rangeCount.get(destination); k++) {
            hazards.beforeWrite(
                    rangeArea.get(destination),
                    chunk(destination, k),
                    (target, targetRange) -> depend(firstDependency, target, targetRange, destination));
        }
        registerReads(fold);
        for (int k = 0; k < rangeCount.get(destination); k++) {
            hazards.write(rangeArea.get(destination), chunk(destination, k), fold, destination);
        }
        order.add(fold);
        foldRange.add(destination);
        foldFlags.add(flags);
        foldAnchor.add(anchor(fold));
        if (foldAnchor.get(fold) < 0) {
            localFolds.add(fold);
        }
        return fold;
    }

    /** Whoever reads a range must follow those that wrote it. */
    private void followWriters(final int range) {
        final int firstDependency = targets.size();
        for (int k = 0; k < rangeCount.get(range); k++) {
            hazards.beforeRead(
                    rangeArea.get(range),
                    chunk(range, k),
                    (target, targetRange) -> depend(firstDependency, target, targetRange, range));
        }
    }

    private void registerRead(final int reader, final int range) {
        for (int k = 0; k < rangeCount.get(range); k++) {
            hazards.read(rangeArea.get(range), chunk(range, k), reader, range);
        }
    }

    private void registerReads(final int fold) {
        for (int operand = foldOperands.get(fold); operand < operandFold.size(); operand++) {
            final int range = operandRange.get(operand);
            if (range >= 0) {
                registerRead(fold, range);
            }
        }
    }

    private int anchor(final int fold) {
        for (int operand = foldOperands.get(fold); operand < operandFold.size(); operand++) {
            if (operandLink.get(operand) >= 0) {
                return operandLink.get(operand);
            }
        }
        return -1;
    }

    private int beginWait() {
        waits.add(targets.size());
        return waits.size() - 1;
    }

    private void addAfter() {
        for (int i = 0; i < after.size(); i++) {
            addDependency(after.get(i), -1, -1, Plan.WHOLE);
        }
    }

    private void depend(final int firstDependency, final int target, final int targetRange, final int ownRange) {
        for (int i = firstDependency; i < targets.size(); i++) {
            if (targets.get(i) == target && targetRanges.get(i) == targetRange) {
                return;
            }
        }
        final boolean stream = contiguous(targetRange) && contiguous(ownRange);
        addDependency(target, targetRange, ownRange, stream ? Plan.STREAM : Plan.WHOLE);
    }

    private void addDependency(final int target, final int targetRange, final int ownRange, final int kind) {
        targets.add(target);
        kinds.add(kind);
        targetRanges.add(targetRange);
        ownRanges.add(ownRange);
    }
}
