// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import org.jccl.buffer.Accelerator;
import org.jccl.buffer.CopyEngine;
import org.jccl.buffer.Memory;
import org.jccl.plan.Plan;
import org.jccl.reduce.Kernel;
import org.jccl.spi.Lane;

/**
 * The receiving and reducing half of a slab. A fold runs when all its operands are there, over as many bytes as all of
 * them have, in the order of the operands; it is driven by the link of its first operand from a peer.
 */
final class Folds {
    private final Plan plan;
    private final Lane[] lanes;
    private final int laneNumber;
    private final Placement placement;
    private final Progress progress;
    /** By link; null if messages carry no sums. */
    private final MessageSum[] sums;
    /** How bytes move where they lie in a device's memory; null elsewhere. */
    private final DeviceFolds onDevice;

    private final int sumBytes;
    private final long operandTable;
    private final int[] head;
    /** Whether the header of the message at the head of a link was taken. */
    private final boolean[] opened;
    /** When it was, or 0 if nobody looked at the clock. */
    private final long[] openedNs;
    /** The copy under way between the user's memory and native memory, and its length; 0 if there is none. */
    private final long[] ticket;

    private final long[] copying;
    private int localHead;
    private Operation operation;
    private Kernel kernel;
    private int elementBytes;
    private int troubledLink;

    Folds(
            final Plan plan,
            final Lane[] lanes,
            final int laneNumber,
            final Placement placement,
            final Progress progress,
            final boolean summed,
            final Accelerator device,
            final DeviceLane[] deviceLanes) {
        this.plan = plan;
        this.lanes = lanes;
        this.laneNumber = laneNumber;
        this.placement = placement;
        this.progress = progress;
        this.sums = MessageSum.of(plan.links(), summed);
        this.onDevice = device == null ? null : new DeviceFolds(device, plan, deviceLanes, placement, progress);
        this.sumBytes = summed ? MessageSum.BYTES : 0;
        this.operandTable = Memory.allocate((long) Math.max(1, plan.operandFold.length) * Long.BYTES);
        this.head = new int[plan.links()];
        this.opened = new boolean[plan.links()];
        this.openedNs = new long[plan.links()];
        this.ticket = new long[plan.folds()];
        this.copying = new long[plan.folds()];
    }

    void begin(final Operation newOperation) {
        operation = newOperation;
        kernel = newOperation.kernel();
        elementBytes = newOperation.type().sizeBytes();
        localHead = 0;
        if (onDevice != null) {
            onDevice.begin(newOperation);
        }
        for (int link = 0; link < head.length; link++) {
            head[link] = 0;
            opened[link] = false;
        }
    }

    boolean hasLeft(final int link) {
        return head[link] < plan.in[link].length;
    }

    /** Whether the message at the head of a link has begun to arrive. */
    boolean isOpened(final int link) {
        return opened[link];
    }

    /** Whether it has begun to arrive, and only another operand of its fold has not. */
    boolean isHeldUp(final int link) {
        final int fold = plan.operandFold[plan.in[link][head[link]]];
        for (int operand = plan.foldOperands[fold]; operand < plan.foldOperands[fold + 1]; operand++) {
            final int other = plan.operandLink[operand];
            if (other >= 0 && !opened[other]) {
                return opened[link];
            }
        }
        return false;
    }

    /** The link on which a negative result came about. */
    int troubledLink() {
        return troubledLink;
    }

    /** One segment of every fold that needs no peer; returns how many moved. */
    int localTurn() {
        int work = 0;
        final int[] folds = plan.localFolds;
        for (int i = localHead; i < folds.length; i++) {
            if (!progress.isFoldEnded(folds[i])) {
                work += fold(folds[i], 0);
            } else if (i == localHead) {
                localHead++;
            }
        }
        return work;
    }

    /**
     * One segment of the fold that the message at the head of a link belongs to, if this link drives it.
     *
     * @param busy links on which earlier operations still receive
     * @return 1 if something moved, 0, or a negative result as of {@link Activation#turn}
     */
    int turn(final int link, final long busy) {
        final int fold = plan.operandFold[plan.in[link][head[link]]];
        return plan.foldAnchor[fold] == link ? fold(fold, busy) : 0;
    }

    /** One segment of a fold when nothing else is under way. */
    int turn(final int fold) {
        return fold(fold, 0);
    }

    private int fold(final int fold, final long busy) {
        final int range = plan.foldRange[fold];
        final long length = placement.length(range);
        final int from = plan.foldOperands[fold];
        final int to = plan.foldOperands[fold + 1];
        final int messages = openAll(from, to, length, busy);
        if (messages <= 0) {
            return messages;
        }
        final long limit = progress.limit(plan.foldWait[fold], length);
        final long done = progress.foldDone(fold);
        if (limit < 0) {
            return 0;
        }
        if (done == length) {
            return end(fold, from, to);
        }
        final long room = placement.contiguous(range, done, Math.min(limit, length) - done);
        final long bytes = room <= 0 ? 0 : move(fold, from, to, room);
        if (bytes <= 0) {
            return (int) bytes;
        }
        progress.folded(fold, bytes);
        final int ended = done + bytes == length ? end(fold, from, to) : 1;
        return ended < 0 ? ended : 1;
    }

    private long move(final int fold, final int from, final int to, final long room) {
        if (onDevice != null) {
            final long moved = onDevice.move(fold, from, to, room);
            return moved < 0 ? trouble(onDevice.troubledLink(), (int) moved) : moved;
        }
        if (to - from > 1) {
            return combine(fold, from, to, room);
        }
        final int link = plan.operandLink[from];
        return link >= 0 ? receive(fold, link, room) : copy(fold, from, room);
    }

    // ---- messages ----

    /** Takes the headers of all messages that a fold needs; 1 if all were there. */
    private int openAll(final int from, final int to, final long length, final long busy) {
        int all = 1;
        for (int operand = from; operand < to; operand++) {
            final int link = plan.operandLink[operand];
            if (link >= 0) {
                final int open = open(link, operand, length, busy);
                if (open < 0) {
                    return trouble(link, open);
                }
                all &= open;
            }
        }
        return all;
    }

    private int open(final int link, final int operand, final long length, final long busy) {
        if (plan.in[link][head[link]] != operand || (busy & Activation.bit(plan.peers[link])) != 0) {
            return 0;
        }
        if (opened[link]) {
            return 1;
        }
        final Lane lane = lanes[link];
        final long bytes = lane.peek();
        if (bytes < FrameHeader.BYTES || bytes < FrameHeader.bytes(lane.peeked()) + sumBytes) {
            return bytes < 0 || lane.hasEnded() ? Activation.BROKEN : 0;
        }
        if (sums != null && !sums[link].beginsRight(lane.peeked())) {
            return Activation.CORRUPT;
        }
        if (!FrameHeader.matches(lane.peeked(), operation.sequence(), operation.fingerprint(), length, laneNumber)) {
            return Activation.MISMATCH;
        }
        take(link, lane.peeked());
        return 1;
    }

    private void take(final int link, final long header) {
        if (FrameHeader.isStamped(header)) {
            operation.timing().heardOf(FrameHeader.stamp(header));
        }
        lanes[link].consume(FrameHeader.bytes(header) + sumBytes);
        opened[link] = true;
        openedNs[link] = operation.timing().messageBegins(plan.peers[link]);
    }

    private int trouble(final int link, final int result) {
        troubledLink = link;
        return result;
    }

    private long receive(final int fold, final int link, final long room) {
        final long done = progress.foldDone(fold);
        final long address = placement.address(plan.foldRange[fold], done);
        final long bytes = lanes[link].receive(address, room);
        if (bytes < 0) {
            return trouble(link, Activation.BROKEN);
        }
        if (sums != null) {
            sums[link].add(done, address, bytes);
        }
        return bytes;
    }

    /** Whether all that a fold took bytes from was right and will stay so: 1, 0 if that is not known yet, or negative. */
    private int verify(final int from, final int to) {
        int all = 1;
        for (int operand = from; operand < to; operand++) {
            final int link = plan.operandLink[operand];
            final int right =
                    link >= 0 ? sums[link].verify(lanes[link]) : progress.haveEnded(plan.operandWait[operand]) ? 1 : 0;
            if (right < 0) {
                return trouble(link, right);
            }
            all &= right;
        }
        return all;
    }

    /** After a {@link Activation#CORRUPT}: what is wrong. */
    SpoiltMessage spoilt() {
        return sums[troubledLink].spoilt();
    }

    // ---- reducing ----

    private long combine(final int fold, final int from, final int to, final long room) {
        final long done = progress.foldDone(fold);
        long bytes = Math.min(room, Activation.SEGMENT_BYTES);
        for (int operand = from; operand < to && bytes > 0; operand++) {
            bytes = Math.min(bytes, available(operand, done, bytes));
        }
        if (bytes < 0) {
            return Activation.BROKEN;
        }
        bytes -= bytes % elementBytes;
        if (bytes == 0) {
            return 0;
        }
        for (int operand = from; operand < to; operand++) {
            final int link = plan.operandLink[operand];
            final long address = link >= 0 ? lanes[link].peeked() : placement.address(plan.operandRange[operand], done);
            Memory.putLong(operandTable + (long) (operand - from) * Long.BYTES, address);
        }
        if (sums != null) {
            sum(from, to, done, bytes);
        }
        apply(fold, to - from, placement.address(plan.foldRange[fold], done), bytes / elementBytes);
        for (int operand = from; operand < to; operand++) {
            if (plan.operandLink[operand] >= 0) {
                lanes[plan.operandLink[operand]].consume(bytes);
            }
        }
        return bytes;
    }

    private void sum(final int from, final int to, final long done, final long bytes) {
        for (int operand = from; operand < to; operand++) {
            final int link = plan.operandLink[operand];
            if (link >= 0) {
                sums[link].add(done, lanes[link].peeked(), bytes);
            }
        }
    }

    /** How many bytes of an operand are there, from position {@code done} on; negative if they will never come. */
    private long available(final int operand, final long done, final long wanted) {
        final int link = plan.operandLink[operand];
        if (link >= 0) {
            final long bytes = lanes[link].peek();
            final boolean cut = bytes < elementBytes && lanes[link].hasEnded();
            return bytes < 0 || cut ? trouble(link, Activation.BROKEN) : bytes;
        }
        final int range = plan.operandRange[operand];
        final long limit = progress.limit(plan.operandWait[operand], placement.length(range));
        return limit <= done ? 0 : placement.contiguous(range, done, Math.min(wanted, limit - done));
    }

    private void apply(final int fold, final int operands, final long destination, final long count) {
        kernel.combine(operandTable, operands, destination, count);
        if ((plan.foldFlags[fold] & Plan.LAST) != 0) {
            kernel.finish(destination, count, operation.ranks());
        }
    }

    // ---- copying ----

    /** Copies the local operand of a fold that has no other; returns how many bytes have arrived. */
    private long copy(final int fold, final int operand, final long room) {
        if (ticket[fold] != 0) {
            return copied(fold);
        }
        final long done = progress.foldDone(fold);
        final byte flags = plan.foldFlags[fold];
        // to begin a copy on a device takes as long as to copy this much of memory
        final long there =
                available(operand, done, isOnDevice(flags) ? room : Math.min(room, Activation.SEGMENT_BYTES));
        final long bytes = there - there % elementBytes;
        if (bytes <= 0) {
            return 0;
        }
        final long begun = beginCopy(
                flags,
                placement.address(plan.operandRange[operand], done),
                placement.address(plan.foldRange[fold], done),
                bytes);
        if (begun == CopyEngine.BUSY) {
            return 0;
        }
        copying[fold] = bytes;
        if (begun == CopyEngine.DONE) {
            return arrived(fold);
        }
        ticket[fold] = begun;
        return 0;
    }

    private long beginCopy(final byte flags, final long source, final long destination, final long bytes) {
        if ((flags & Plan.LOAD) != 0) {
            final Region input = operation.input();
            return input.copyEngine().load(input.base(), source, destination, bytes);
        }
        if ((flags & Plan.STORE) != 0) {
            final Region output = operation.output();
            return output.copyEngine().store(source, output.base(), destination, bytes);
        }
        if (source != destination) {
            Memory.copy(source, destination, bytes);
        }
        return CopyEngine.DONE;
    }

    private boolean isOnDevice(final byte flags) {
        return (flags & Plan.LOAD) != 0 && operation.input().isOnDevice()
                || (flags & Plan.STORE) != 0 && operation.output().isOnDevice();
    }

    private long copied(final int fold) {
        final boolean load = (plan.foldFlags[fold] & Plan.LOAD) != 0;
        final Region region = load ? operation.input() : operation.output();
        final long asked = ticket[fold];
        // a copy that throws has ended too
        ticket[fold] = 0;
        if (region.copyEngine().isDone(asked)) {
            return arrived(fold);
        }
        ticket[fold] = asked;
        return 0;
    }

    private long arrived(final int fold) {
        if ((plan.foldFlags[fold] & Plan.LOAD) != 0 && kernel != null) {
            final long destination = placement.address(plan.foldRange[fold], progress.foldDone(fold));
            kernel.prepare(destination, destination, copying[fold] / elementBytes);
        }
        return copying[fold];
    }

    /** Ends a fold that has moved all its bytes, unless a sum is to come: 1, 0, or negative. */
    private int end(final int fold, final int from, final int to) {
        final int verified = sums == null ? 1 : verify(from, to);
        if (verified <= 0) {
            return verified;
        }
        progress.foldEnded(fold);
        for (int operand = from; operand < to; operand++) {
            final int link = plan.operandLink[operand];
            if (link >= 0) {
                ended(fold, link, to - from);
                opened[link] = false;
                head[link]++;
            }
        }
        return 1;
    }

    /** Where several messages are combined each comes as slowly as the slowest, which says nothing about its link. */
    private void ended(final int fold, final int link, final int operands) {
        final long bytes = operands > 2 ? 0 : placement.length(plan.foldRange[fold]);
        operation.timing().messageEnds(plan.peers[link], bytes, openedNs[link]);
    }

    /** Ends whatever could still write to the caller's memory. */
    void cancel() {
        for (final Lane lane : lanes) {
            lane.cancel();
        }
        if (onDevice != null) {
            onDevice.cancel();
        }
        for (final int fold : plan.localFolds) {
            while (ticket[fold] != 0 && !hasEnded(fold)) {
                // a copy engine cannot take a copy back, and finishes in bounded time
                Thread.onSpinWait();
            }
        }
    }

    private boolean hasEnded(final int fold) {
        try {
            return copied(fold) != 0;
        } catch (final RuntimeException failedToo) {
            // why the operation fails has been said already
            return true;
        }
    }

    void close() {
        Memory.free(operandTable);
        if (onDevice != null) {
            onDevice.close();
        }
    }
}
