// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import org.jccl.buffer.Memory;
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
    private final int[] head;
    private int left;
    private long sequence;
    private long fingerprint;

    Sends(
            final Plan plan,
            final Lane[] lanes,
            final int laneNumber,
            final Placement placement,
            final Progress progress) {
        this.plan = plan;
        this.lanes = lanes;
        this.laneNumber = laneNumber;
        this.placement = placement;
        this.progress = progress;
        this.head = new int[plan.links()];
    }

    void begin(final Operation operation) {
        sequence = operation.sequence();
        fingerprint = operation.fingerprint();
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
        final int send = plan.out[link][head[link]];
        final long length = placement.length(plan.sendRange[send]);
        final long limit = progress.limit(plan.sendWait[send], length);
        if (limit < 0) {
            return 0;
        }
        if (!progress.headerHasLeft(send)) {
            final boolean byReference = byReference(send, link, length);
            if (!byReference && length + FrameHeader.BYTES <= lanes[link].maxClaim()) {
                return limit < length ? 0 : whole(send, link, (int) length);
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
        return length >= BY_REFERENCE_BYTES && lanes[link].reaches(placement.address(range, 0), placement.span(range));
    }

    /** A message small enough to leave with its header, in one piece. */
    private int whole(final int send, final int link, final int length) {
        final Lane lane = lanes[link];
        final long address = lane.claim(FrameHeader.BYTES + length);
        if (address <= 0) {
            return (int) address;
        }
        FrameHeader.write(address, sequence, fingerprint, lane.received(), length, laneNumber);
        final int range = plan.sendRange[send];
        for (long at = 0; at < length; ) {
            final long bytes = placement.contiguous(range, at, length - at);
            Memory.copy(placement.address(range, at), address + FrameHeader.BYTES + at, bytes);
            at += bytes;
        }
        lane.commit(FrameHeader.BYTES + length);
        progress.sent(send, length);
        end(send, link);
        return 1;
    }

    private int header(final int send, final int link, final long length, final boolean byReference) {
        final Lane lane = lanes[link];
        final long address = lane.claim(FrameHeader.BYTES);
        if (address <= 0) {
            return (int) address;
        }
        FrameHeader.write(address, sequence, fingerprint, lane.received(), length, laneNumber);
        lane.commit(FrameHeader.BYTES);
        progress.headerLeft(send, byReference);
        return 1;
    }

    private int segment(final int send, final int link, final long available) {
        final int range = plan.sendRange[send];
        final long done = progress.sendDone(send);
        final long left = placement.length(range) - done;
        final long bytes =
                Math.min(placement.contiguous(range, done, left), Math.min(available, Activation.SEGMENT_BYTES));
        if (bytes == 0 || bytes < LEAST_BYTES && available < left) {
            return 0;
        }
        final Lane lane = lanes[link];
        final long address = placement.address(range, done);
        final long accepted = progress.isByReference(send) ? lane.publish(address, bytes) : lane.offer(address, bytes);
        if (accepted <= 0) {
            return (int) accepted;
        }
        progress.sent(send, accepted);
        if (accepted == left) {
            end(send, link);
        }
        return 1;
    }

    private void end(final int send, final int link) {
        head[link]++;
        left--;
        progress.sendEnded(send);
    }
}
