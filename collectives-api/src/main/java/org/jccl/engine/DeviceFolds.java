// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import org.jccl.buffer.Accelerator;
import org.jccl.buffer.CopyEngine;
import org.jccl.buffer.Memory;
import org.jccl.plan.Plan;
import org.jccl.spi.Lane;

/**
 * How folds move bytes where a plan lies in a device's memory: copies and reductions are begun and asked for until they have
 * ended. Only then is released what they have read of messages, so that a sender whose stream has been consumed knows that
 * its memory is its own again.
 */
final class DeviceFolds {
    private final Accelerator device;
    private final Plan plan;
    private final Placement placement;
    private final Progress progress;
    /** By link. */
    private final DeviceLane[] lanes;

    private final HostEnds host;
    private final long operandTable;
    /** What is under way for each fold, and how many bytes of it; 0 if nothing is. */
    private final long[] ticket;

    private final long[] moving;
    private Operation operation;
    private int troubledLink;

    DeviceFolds(
            final Accelerator device,
            final Plan plan,
            final DeviceLane[] lanes,
            final Placement placement,
            final Progress progress) {
        this.device = device;
        this.plan = plan;
        this.placement = placement;
        this.progress = progress;
        this.lanes = lanes;
        this.host = new HostEnds(plan);
        this.operandTable = Memory.allocate((long) device.mostOperands() * Long.BYTES);
        this.ticket = new long[plan.folds()];
        this.moving = new long[plan.folds()];
    }

    void begin(final Operation newOperation) {
        operation = newOperation;
        host.begin(newOperation);
    }

    /** The link on which a negative result came about. */
    int troubledLink() {
        return troubledLink;
    }

    /** Moves up to {@code room} bytes of a fold; returns how many have arrived, or {@link Lane#BROKEN}. */
    long move(final int fold, final int from, final int to, final long room) {
        if (ticket[fold] != 0) {
            return ended(fold, from, to);
        }
        final long bytes = there(fold, from, to, host.has(fold) ? HostEnds.most(room) : room);
        if (bytes <= 0) {
            return bytes;
        }
        final long begun = begin(fold, from, to, bytes);
        if (begun == CopyEngine.BUSY) {
            return 0;
        }
        moving[fold] = bytes;
        if (begun == CopyEngine.DONE) {
            return arrived(fold, from, to);
        }
        ticket[fold] = begun;
        return 0;
    }

    /** How many bytes all operands have, whole elements; negative if some will never come. */
    private long there(final int fold, final int from, final int to, final long room) {
        final long done = progress.foldDone(fold);
        final long left = left(fold);
        long bytes = room;
        for (int operand = from; operand < to && bytes > 0; operand++) {
            final int link = plan.operandLink[operand];
            final long available = link >= 0 ? lanes[link].available(left) : local(operand, done, bytes);
            if (available < 0) {
                troubledLink = link;
                return available;
            }
            bytes = Math.min(bytes, available);
        }
        return bytes - bytes % operation.type().sizeBytes();
    }

    private long left(final int fold) {
        return placement.length(plan.foldRange[fold]) - progress.foldDone(fold);
    }

    private long local(final int operand, final long done, final long wanted) {
        final int range = plan.operandRange[operand];
        final long limit = progress.limit(plan.operandWait[operand], placement.length(range));
        return limit <= done ? 0 : placement.contiguous(range, done, Math.min(wanted, limit - done));
    }

    private long begin(final int fold, final int from, final int to, final long bytes) {
        final long done = progress.foldDone(fold);
        final long destination = placement.address(plan.foldRange[fold], done);
        if (to - from == 1) {
            return copy(fold, source(from, done), destination, bytes);
        }
        for (int operand = from; operand < to; operand++) {
            Memory.putLong(operandTable + (long) (operand - from) * Long.BYTES, source(operand, done));
        }
        return device.combine(
                operation.type(),
                operation.call().op(),
                operandTable,
                to - from,
                destination,
                bytes / operation.type().sizeBytes(),
                (plan.foldFlags[fold] & Plan.LAST) != 0 ? operation.ranks() : 0);
    }

    private long source(final int operand, final long done) {
        final int link = plan.operandLink[operand];
        return link >= 0 ? lanes[link].address() : placement.address(plan.operandRange[operand], done);
    }

    private long copy(final int fold, final long source, final long destination, final long bytes) {
        if (host.has(fold)) {
            return host.copy(fold, source, destination, bytes);
        }
        if ((plan.foldFlags[fold] & Plan.LOAD) != 0 && operation.call().isPrepared()) {
            return device.prepare(
                    operation.type(),
                    operation.call().op(),
                    source,
                    destination,
                    bytes / operation.type().sizeBytes());
        }
        return source == destination ? CopyEngine.DONE : device.copy(source, destination, bytes);
    }

    private long ended(final int fold, final int from, final int to) {
        final long asked = ticket[fold];
        // what throws has ended too
        ticket[fold] = 0;
        if (isDone(fold, asked)) {
            return arrived(fold, from, to);
        }
        ticket[fold] = asked;
        letMoreCome(fold, from, to);
        return 0;
    }

    private boolean isDone(final int fold, final long asked) {
        return host.has(fold) ? host.isDone(asked) : device.isDone(asked);
    }

    private void letMoreCome(final int fold, final int from, final int to) {
        for (int operand = from; operand < to; operand++) {
            if (plan.operandLink[operand] >= 0) {
                lanes[plan.operandLink[operand]].available(left(fold));
            }
        }
    }

    private long arrived(final int fold, final int from, final int to) {
        if (host.has(fold)) {
            host.arrived(fold, placement.address(plan.foldRange[fold], progress.foldDone(fold)), moving[fold]);
        }
        for (int operand = from; operand < to; operand++) {
            if (plan.operandLink[operand] >= 0) {
                lanes[plan.operandLink[operand]].consume(moving[fold]);
            }
        }
        return moving[fold];
    }

    /** Ends what reads peers' memory or writes the caller's, and forgets half-read messages. */
    void cancel() {
        for (int fold = 0; fold < ticket.length; fold++) {
            while (ticket[fold] != 0 && !hasEnded(fold)) {
                // what a device has begun cannot be taken back, and finishes in bounded time
                Thread.onSpinWait();
            }
        }
    }

    private boolean hasEnded(final int fold) {
        final long asked = ticket[fold];
        ticket[fold] = 0;
        try {
            if (!isDone(fold, asked)) {
                ticket[fold] = asked;
            }
        } catch (final RuntimeException failedToo) {
            // why the operation fails has been said already
            return true;
        }
        return ticket[fold] == 0;
    }

    void close() {
        host.close();
        Memory.free(operandTable);
    }
}
