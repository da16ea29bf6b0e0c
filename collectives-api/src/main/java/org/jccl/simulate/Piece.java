// SPDX-License-Identifier: Apache-2.0
package org.jccl.simulate;

import org.jccl.buffer.Memory;

/** Bytes that lie side by side in a simulated stream: a copy of its own, or the sender's memory. */
final class Piece {
    private static final byte UNWRITTEN = (byte) 0xCC;
    private static final byte RELEASED = (byte) 0xDD;

    private final long address;
    private final boolean owned;
    /** What the sender's memory held when it was published. */
    private final byte[] published;

    private long start;
    private long length;

    private Piece(final long address, final long length, final boolean owned) {
        this.address = address;
        this.length = length;
        this.owned = owned;
        this.published = owned ? null : bytes(address, length);
    }

    private static byte[] bytes(final long address, final long length) {
        final byte[] bytes = new byte[Math.toIntExact(length)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = Memory.getByte(address + i);
        }
        return bytes;
    }

    /** Memory of its own, filled with what nobody should see. */
    static Piece claimed(final long length) {
        final long address = Memory.allocate(length);
        Memory.fill(address, length, UNWRITTEN);
        return new Piece(address, length, true);
    }

    /** A copy. */
    static Piece copied(final long address, final long length) {
        final Piece piece = claimed(length);
        Memory.copy(address, piece.address, length);
        return piece;
    }

    /** The sender's memory itself. */
    static Piece published(final long address, final long length) {
        return new Piece(address, length, false);
    }

    /** Takes its place in the stream, with its first {@code committed} bytes. */
    void place(final long position, final long committed) {
        start = position;
        length = committed;
    }

    long address() {
        return address;
    }

    long length() {
        return length;
    }

    /** The stream position behind it. */
    long end() {
        return start + length;
    }

    long addressAt(final long position) {
        return address + (position - start);
    }

    /** Whether it is the sender's memory. */
    boolean isPublished() {
        return !owned;
    }

    /** Whether the sender has left its memory alone between these positions since it published it. */
    boolean isIntact(final long from, final long to) {
        for (long at = Math.max(from, start); !owned && at < Math.min(to, end()); at++) {
            if (published[(int) (at - start)] != Memory.getByte(addressAt(at))) {
                return false;
            }
        }
        return true;
    }

    /** Spoils and gives back its own memory, so that whoever still reads there is found out. */
    void release() {
        if (owned) {
            Memory.fill(address, length, RELEASED);
            Memory.free(address);
        }
    }
}
