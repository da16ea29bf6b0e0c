// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import java.io.IOException;
import org.jccl.spi.Wire;

/**
 * As {@link Outbound}, and what leaves is kept until the peer has it. The bytes are copied, so the caller's memory is free
 * at once: a send of a collective is seldom longer than a slab's share, and waiting for its acknowledgement would hold up
 * the pipeline longer than the copy, which finds them in the cache. They are copied before they leave: a wire may have
 * given the peer more than it owns up to, if it encrypts, or breaks in the middle.
 */
final class KeptOutbound extends Outbound {
    private final Replay replay;
    private boolean starved;

    KeptOutbound(final int capacity, final Replay replay) {
        super(capacity);
        this.replay = replay;
    }

    /** Keeps the caller's bytes behind what is staged; the next flush sends them all in one call. */
    @Override
    long offer(final Wire wire, final long address, final long length) throws IOException {
        if (replay.isBehind() && !replay.send(wire) || !keepStaged()) {
            return 0;
        }
        final long taken = Math.min(Math.min(length, WRITE_BYTES), replay.room());
        starved |= taken == 0;
        replay.keep(address, taken);
        accept(taken);
        return taken;
    }

    @Override
    boolean flush(final Wire wire) throws IOException {
        return keepStaged() & replay.send(wire);
    }

    private boolean keepStaged() {
        final int bytes = (int) Math.min(staged(), replay.room());
        starved |= bytes < staged();
        replay.keep(stagedAt(), bytes);
        left(bytes);
        return super.isEmpty();
    }

    @Override
    boolean isEmpty() {
        return super.isEmpty() && !replay.isBehind();
    }

    /** Where the peer's word is awaited the kernel's room is of no use. */
    @Override
    boolean wantsRoom() {
        return replay.isBehind();
    }

    /** Whether bytes have waited for the peer to say what it has, since the owner was awake last. */
    boolean isStarved() {
        return starved;
    }

    /** What was starved when the owner went to sleep must wake it, whatever it finds at its last look. */
    @Override
    void unblock() {
        starved = false;
    }

    @Override
    void free() {
        super.free();
        replay.free();
    }
}
