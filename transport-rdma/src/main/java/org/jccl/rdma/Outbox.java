// SPDX-License-Identifier: Apache-2.0
package org.jccl.rdma;

import org.jccl.buffer.Memory;
import org.jccl.spi.Lane;

/**
 * One lane's bytes on their way out. What is claimed and offered is collected in a slot of memory that stays as long as
 * it must; a flush lets it leave, in the peer's ring if it is short and as a message of UCX's if not. What is published
 * leaves from where it lies. Owner only.
 */
final class Outbox {
    /** Longest message: bounds what the reader stages, and lets it reduce one while the next is on its way. */
    static final int MESSAGE_BYTES = 256 << 10;
    /** Messages that the peer has not taken yet. */
    static final int WINDOW = 16;

    private static final int SLOT_BYTES = 32 << 10;
    private static final int SLOTS = 8;
    /** What is written into a ring is read 8 bytes at a time. */
    private static final int SLACK_BYTES = Long.BYTES;

    private final PeerEndpoint endpoint;
    private final FrameWriter frames;
    private final long tag;
    private final long slots;

    /** By slot: how many messages must be done before it can be used again. */
    private final long[] slotInUse = new long[SLOTS];

    /** Messages under way, oldest first, by number modulo {@link #WINDOW}: where each begins in the stream. */
    private final long[] starts = new long[WINDOW];

    private final Completion[] completions = Completion.several(WINDOW);
    private long sent;
    private long completed;

    private int slot;
    /** Bytes collected in the current slot. */
    private int filled;

    private long accepted;

    Outbox(final PeerEndpoint endpoint, final FrameWriter frames, final long tag) {
        this.endpoint = endpoint;
        this.frames = frames;
        this.tag = tag;
        this.slots = Memory.allocate(SLOTS * (SLOT_BYTES + SLACK_BYTES));
    }

    static int maxClaim() {
        return SLOT_BYTES;
    }

    long claim(final int length) {
        if (length > SLOT_BYTES - filled && !flush()) {
            return room();
        }
        return isSlotFree() ? address() + filled : room();
    }

    void commit(final int length) {
        filled += length;
        accepted += length;
    }

    /** In pieces of whole elements of 8 bytes, so that none is split that was not split before. */
    long offer(final long from, final long length) {
        if (filled == SLOT_BYTES && !flush() || !isSlotFree()) {
            return room();
        }
        final int free = SLOT_BYTES - filled;
        final int bytes = length <= free ? (int) length : free & -Long.BYTES;
        Memory.copy(from, address() + filled, bytes);
        commit(bytes);
        if (SLOT_BYTES - filled < Long.BYTES) {
            flush();
        }
        return bytes == 0 && flush() ? offer(from, length) : bytes;
    }

    long publish(final long from, final long length) {
        if (!flush() || !mayAnnounce()) {
            return room();
        }
        final int bytes = (int) Math.min(length, MESSAGE_BYTES);
        if (!frames.write(FrameWriter.DATA, bytes)) {
            return room();
        }
        accepted += bytes;
        return send(from, bytes) ? bytes : room();
    }

    /** Lets leave what is collected; returns whether nothing is left. */
    boolean flush() {
        reap();
        if (filled == 0) {
            return true;
        }
        if (filled <= frames.mostBytes()) {
            if (!frames.writeBytes(address(), filled)) {
                return false;
            }
        } else if (!leaveAsMessage()) {
            return false;
        }
        filled = 0;
        return true;
    }

    private boolean leaveAsMessage() {
        if (!mayAnnounce() || !frames.write(FrameWriter.DATA, filled)) {
            return false;
        }
        send(address(), filled);
        slotInUse[slot] = sent;
        slot = (slot + 1) % SLOTS;
        return true;
    }

    private boolean send(final long from, final int bytes) {
        final int at = (int) (sent % WINDOW);
        if (!endpoint.send(from, bytes, tag, completions[at])) {
            return false;
        }
        starts[at] = accepted - bytes;
        sent++;
        return true;
    }

    /** Says no to whoever wants to append: for now, or for ever. */
    private long room() {
        return endpoint.failure() == null ? 0 : Lane.BROKEN;
    }

    private boolean mayAnnounce() {
        return sent - completed < WINDOW && sent - frames.dataTaken() < WINDOW;
    }

    private boolean isSlotFree() {
        if (slotInUse[slot] > completed) {
            reap();
        }
        return slotInUse[slot] <= completed;
    }

    /** Looks which messages are done with the memory that they came from. */
    private void reap() {
        while (completed < sent && completions[(int) (completed % WINDOW)].isDone()) {
            completed++;
        }
    }

    private long address() {
        return slots + (long) slot * (SLOT_BYTES + SLACK_BYTES);
    }

    long accepted() {
        return accepted;
    }

    /** Where the oldest byte is that may still be read where it came from, or has not left. */
    long consumed() {
        reap();
        return completed < sent ? starts[(int) (completed % WINDOW)] : accepted - filled;
    }

    /** Whether nothing of this side's memory is in use any more. */
    boolean isQuiet() {
        reap();
        return completed == sent;
    }

    boolean goodbye() {
        return flush() && isQuiet() && frames.write(FrameWriter.GOODBYE, 0);
    }

    void free() {
        Memory.free(slots);
        Completion.free(completions);
    }
}
