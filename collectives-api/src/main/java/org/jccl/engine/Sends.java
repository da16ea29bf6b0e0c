// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import org.jccl.buffer.Memory;
import org.jccl.plan.Plan;
import org.jccl.spi.Lane;

/** The sending half of a slab: on every link the send at the head, as far as the bytes of its range are final. */
final class Sends {
    /** A send waits for this many final bytes, so that a slow reduction does not fragment what travels. */
    private static final long LEAST_BYTES = 16 << 10;
    /** From this size on, memory that the peer can read is passed by reference: below, waiting for it costs more. */
    private static final long BY_REFERENCE_BYTES = 64 << 10;

    private final Plan plan;
    private final Lane[] lanes;
    private final int laneNumber;
    private final Placement placement;
    private final Progress progress;
    private final Gate gate;
    /** By link; null if messages carry no sums. */
    private final MessageSum[] sums;

    /** By link, if all ranges lie in a device's memory; else null. */
    private final DeviceLane[] deviceLanes;

    private final int trailerBytes;
    private int headerBytes;
    private final int[] head;
    private int left;
    private Operation operation;

    Sends(
            final Plan plan,
            final Lane[] lanes,
            final int laneNumber,
            final Placement placement,
            final Progress progress,
            final boolean summed,
            final DeviceLane[] deviceLanes,
            final Gate gate) {
        this.plan = plan;
        this.lanes = lanes;
        this.laneNumber = laneNumber;
        this.placement = placement;
        this.progress = progress;
        this.sums = MessageSum.of(plan.links(), summed);
        this.deviceLanes = deviceLanes;
        this.gate = gate;
        this.trailerBytes = summed ? MessageSum.BYTES : 0;
        this.head = new int[plan.links()];
    }

    void begin(final Operation newOperation) {
        operation = newOperation;
        gate.begin(operation.outflow());
        headerBytes = (operation.timing().isTimed() ? FrameHeader.MOST_BYTES : FrameHeader.BYTES) + trailerBytes;
        left = plan.sends();
        for (int link = 0; link < head.length; link++) {
            head[link] = 0;
        }
    }

    boolean hasLeft(final int link) {
        return head[link] < plan.out[link].length;
    }

    boolean hasLeft() {
        return left > 0;
    }

    /** One segment, at most, of the send at the head of a link; returns 1 if something moved, or {@link Lane#BROKEN}. */
    int turn(final int link) {
        if (gate.isClosed(link)) {
            return 0;
        }
        final int send = plan.out[link][head[link]];
        final long length = placement.length(plan.sendRange[send]);
        final long limit = progress.limit(plan.sendWait[send], length);
        if (limit < 0) {
            return 0;
        }
        if (!progress.headerHasLeft(send)) {
            final boolean byReference = byReference(send, link, length);
            if (!byReference && headerBytes + length + trailerBytes <= lanes[link].maxClaim()) {
                return limit < length || !mayEnd(send) ? 0 : whole(send, link, (int) length);
            }
            // a header alone would cost a message of its own
            final int header = limit < Math.min(length, LEAST_BYTES) ? 0 : header(send, link, length, byReference);
            if (header <= 0) {
                return header;
            }
        }
        return segment(send, link, limit - progress.sendDone(send));
    }

    private boolean byReference(final int send, final int link, final long length) {
        final int range = plan.sendRange[send];
        return deviceLanes != null
                || length >= BY_REFERENCE_BYTES
                        && lanes[link].reaches(placement.address(range, 0), placement.span(range));
    }

    /** A message small enough to leave with its header, in one piece. */
    private int whole(final int send, final int link, final int length) {
        final Lane lane = lanes[link];
        final long address = lane.claim(headerBytes + length + trailerBytes);
        if (address <= 0) {
            return (int) address;
        }
        writeHeader(link, address, length);
        final int range = plan.sendRange[send];
        for (long at = 0; at < length; ) {
            final long bytes = placement.contiguous(range, at, length - at);
            Memory.copy(placement.address(range, at), address + headerBytes + at, bytes);
            at += bytes;
        }
        if (sums != null) {
            sum(link, range, length);
            sums[link].write(address + headerBytes + length);
        }
        lane.commit(headerBytes + length + trailerBytes);
        gate.left(link, length, length);
        progress.sent(send, length);
        end(send, link);
        return 1;
    }

    private int header(final int send, final int link, final long length, final boolean byReference) {
        final Lane lane = lanes[link];
        final long address = lane.claim(headerBytes);
        if (address <= 0) {
            return (int) address;
        }
        writeHeader(link, address, length);
        lane.commit(headerBytes);
        progress.headerLeft(send, byReference);
        return 1;
    }

    private void writeHeader(final int link, final long address, final long length) {
        FrameHeader.write(
                address, operation.sequence(), operation.fingerprint(), lanes[link].received(), length, laneNumber);
        if (operation.timing().isTimed()) {
            FrameHeader.stamp(address, operation.timing().lastEntry());
        }
        if (sums != null) {
            sums[link].begin(address);
        }
    }

    /** Of the memory that it comes from, not of the copy that travels. */
    private void sum(final int link, final int range, final long length) {
        for (long at = 0; at < length; ) {
            final long bytes = placement.contiguous(range, at, length - at);
            sums[link].add(at, placement.address(range, at), bytes);
            at += bytes;
        }
    }

    private int segment(final int send, final int link, final long available) {
        final int range = plan.sendRange[send];
        final long done = progress.sendDone(send);
        final long left = placement.length(range) - done;
        if (left == 0) {
            return finish(send, link);
        }
        final long segment = deviceLanes == null ? gate.pieceBytes(link) : Long.MAX_VALUE;
        final long bytes = Math.min(placement.contiguous(range, done, left), Math.min(available, segment));
        if (bytes == 0 || bytes < LEAST_BYTES && available < left) {
            return 0;
        }
        final long address = placement.address(range, done);
        if (sums != null) {
            // before the peer can look: what changes from here on changes on its way
            sums[link].add(done, address, bytes);
        }
        final long accepted = pass(send, link, address, bytes);
        gate.left(link, Math.max(0, accepted), bytes);
        if (accepted <= 0) {
            return (int) accepted;
        }
        progress.sent(send, accepted);
        if (deviceLanes != null) {
            progress.referred(send);
        }
        if (accepted == left) {
            finish(send, link);
        }
        return 1;
    }

    private long pass(final int send, final int link, final long address, final long bytes) {
        if (deviceLanes != null) {
            return deviceLanes[link].publish(address, bytes, progress.sendDone(send));
        }
        final Lane lane = lanes[link];
        return progress.isByReference(send) ? lane.publish(address, bytes) : lane.offer(address, bytes);
    }

    /** The payload has left; where messages carry sums, this one's follows. */
    private int finish(final int send, final int link) {
        if (!mayEnd(send)) {
            return 0;
        }
        if (sums != null) {
            final Lane lane = lanes[link];
            final long address = lane.claim(trailerBytes);
            if (address <= 0) {
                return (int) address;
            }
            sums[link].write(address);
            lane.commit(trailerBytes);
        }
        end(send, link);
        return 1;
    }

    /** Whether the last of a message may leave: with a sum behind it, it vouches for what the sender itself received. */
    private boolean mayEnd(final int send) {
        return sums == null || progress.haveEnded(plan.sendWait[send]);
    }

    private void end(final int send, final int link) {
        head[link]++;
        left--;
        progress.sendEnded(send);
    }
}
