// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import java.io.IOException;
import org.jccl.spi.Wire;

/**
 * As {@link Outbound}, and what has left is kept until the peer has it. The bytes are copied, so the caller's memory is
 * free as soon as the kernel has them: a send of a collective is seldom longer than a slab's share, and waiting for its
 * acknowledgement would hold up the pipeline longer than the copy, which finds them in the cache.
 */
final class KeptOutbound extends Outbound {
    private final Replay replay;
    private boolean starved;

    KeptOutbound(final int capacity, final Replay replay) {
        super(capacity);
        this.replay = replay;
    }

    @Override
    long offer(final Wire wire, final long address, final long length) throws IOException {
        final long room = room(wire) - staged();
        starved |= room <= 0;
        return room <= 0 ? 0 : super.offer(wire, address, Math.min(length, room));
    }

    @Override
    boolean flush(final Wire wire) throws IOException {
        final boolean full = room(wire) < staged();
        starved |= full;
        return !full && super.flush(wire);
    }

    @Override
    void gone(final long address, final long length) {
        replay.keep(address, length);
    }

    /** Where the peer's word is awaited the kernel's room is of no use. */
    @Override
    boolean wantsRoom() {
        return replay.isBehind() || replay.room() >= Math.max(1, staged()) && super.wantsRoom();
    }

    /** Whether bytes have waited for the peer to say what it has, since the owner was awake last. */
    boolean isStarved() {
        return starved;
    }

    /** What was starved when the owner went to sleep must wake it, whatever it finds at its last look. */
    @Override
    void unblock() {
        super.unblock();
        starved = false;
    }

    /** How many bytes may go to the kernel; none, not even none more, before those that have to go again. */
    private long room(final Wire wire) throws IOException {
        return replay.isBehind() && !replay.resend(wire) ? -1 : replay.room();
    }

    @Override
    void free() {
        super.free();
        replay.free();
    }
}
