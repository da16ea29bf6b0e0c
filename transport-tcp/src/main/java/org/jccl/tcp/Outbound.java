// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jccl.buffer.Memory;
import org.jccl.spi.Wire;

/**
 * One lane's bytes on their way out: small pieces are collected in a staging buffer, so that a header and its payload
 * leave in one system call; long ones go to the kernel straight from the caller's memory.
 */
class Outbound {
    /** Below 32 KiB a call its cost shows; beyond 128 KiB nothing is gained; this bounds one lane's turn. */
    static final int WRITE_BYTES = 256 << 10;

    private final int capacity;
    private final long staging;
    private final ByteBuffer[] gather = {Memory.window(), Memory.window()};

    /** Staged and not yet written: the bytes from {@code head} to {@code tail}. */
    private int head;

    private int tail;
    private long accepted;
    private boolean blocked;

    Outbound(final int capacity) {
        this.capacity = capacity;
        this.staging = Memory.allocate(capacity);
    }

    int capacity() {
        return capacity;
    }

    /** Where {@code length} bytes may be written, or 0: there is no room until what is staged has left. */
    long claim(final int length) {
        return length <= capacity - tail ? staging + tail : 0;
    }

    void commit(final int length) {
        tail += length;
        accepted += length;
    }

    /** Writes what is staged, then the caller's bytes, in one call; returns how many of the caller's were taken. */
    long offer(final Wire wire, final long address, final long length) throws IOException {
        final int staged = staged();
        final int bytes = (int) Math.min(length, WRITE_BYTES);
        final ByteBuffer user = Memory.point(gather[1], address, bytes);
        final long written = staged == 0 ? wire.write(user) : wire.write(withStaged());
        blocked = written < staged + bytes;
        final long taken = written - left((int) Math.min(written, staged));
        accept(taken);
        return taken;
    }

    /** Writes what is staged; returns whether all of it has left. */
    boolean flush(final Wire wire) throws IOException {
        final int staged = staged();
        if (staged == 0) {
            return true;
        }
        final int written = left(wire.write(Memory.point(gather[0], stagedAt(), staged)));
        blocked = written < staged;
        return !blocked;
    }

    private ByteBuffer[] withStaged() {
        Memory.point(gather[0], stagedAt(), staged());
        return gather;
    }

    /** The caller's bytes have been taken. */
    final void accept(final long taken) {
        accepted += taken;
    }

    /** Where the bytes are that are staged. */
    final long stagedAt() {
        return staging + head;
    }

    /** So many of what is staged have been taken from there. */
    final int left(final int written) {
        head += written;
        if (head == tail) {
            head = 0;
            tail = 0;
        }
        return written;
    }

    final int staged() {
        return tail - head;
    }

    boolean isEmpty() {
        return head == tail;
    }

    /** Whether the owner, if it sleeps, is to be woken when the kernel has room: it refused bytes lately, or some wait. */
    boolean wantsRoom() {
        return blocked || !isEmpty();
    }

    /** To be told anew by the next write. */
    void unblock() {
        blocked = false;
    }

    long accepted() {
        return accepted;
    }

    /** Bytes that the kernel has taken; it delivers them also if this side closes in good order. */
    long written() {
        return accepted - staged();
    }

    void free() {
        Memory.free(staging);
    }
}
