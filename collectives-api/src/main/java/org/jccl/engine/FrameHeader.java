// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import org.jccl.buffer.Memory;

/**
 * The 32 or 40 bytes before every message of a lane, in native byte order (a communicator spans machines of one order).
 *
 * <pre>
 *   0   sequence      which operation of the lane this belongs to, from 0
 *   8   fingerprint   what must agree between the ranks, see Fingerprint
 *   16  consumed      bytes of the reverse stream that the sender of this frame has released
 *   24  length        bytes of payload that follow, 48 bits; then the lane, 8 bits; then 8 bits, all alike: 1 if a stamp follows
 *   32  stamp         only of operations that their sender times: the latest entry that it knows of, see EntryStamp
 * </pre>
 *
 * <p>What follows it where messages carry sums: see {@link MessageSum}.
 */
final class FrameHeader {
    static final int BYTES = 32;
    /** With a stamp. */
    static final int MOST_BYTES = BYTES + Long.BYTES;

    private static final int SEQUENCE = 0;
    private static final int FINGERPRINT = 8;
    private static final int CONSUMED = 16;
    private static final int LENGTH = 24;
    private static final int STAMP = 32;
    private static final int LENGTH_BITS = 48;
    /** All of them, so that a bit that is spoilt on its way does not make a payload of a stamp. */
    private static final long STAMPED = 0xFFL << 56;

    private FrameHeader() {}

    static void write(
            final long address,
            final long sequence,
            final long fingerprint,
            final long consumed,
            final long length,
            final int lane) {
        Memory.putLong(address + SEQUENCE, sequence);
        Memory.putLong(address + FINGERPRINT, fingerprint);
        Memory.putLong(address + CONSUMED, consumed);
        Memory.putLong(address + LENGTH, length | (long) lane << LENGTH_BITS);
    }

    /** Whether the header at that address is exactly the expected one, its consumed position and its stamp aside. */
    static boolean matches(
            final long address, final long sequence, final long fingerprint, final long length, final int lane) {
        final long expected = length | (long) lane << LENGTH_BITS;
        final long found = Memory.getLong(address + LENGTH);
        return Memory.getLong(address + SEQUENCE) == sequence
                && Memory.getLong(address + FINGERPRINT) == fingerprint
                && (found == expected || found == (expected | STAMPED));
    }

    /** Adds a stamp to what {@link #write} has written. */
    static void stamp(final long address, final long stamp) {
        Memory.putLong(address + LENGTH, Memory.getLong(address + LENGTH) | STAMPED);
        Memory.putLong(address + STAMP, stamp);
    }

    /** How long the header is whose first {@link #BYTES} are there. */
    static int bytes(final long address) {
        return isStamped(address) ? MOST_BYTES : BYTES;
    }

    static boolean isStamped(final long address) {
        return (Memory.getLong(address + LENGTH) & STAMPED) == STAMPED;
    }

    /** The stamp of a header that has one. */
    static long stamp(final long address) {
        return Memory.getLong(address + STAMP);
    }

    static long sequence(final long address) {
        return Memory.getLong(address + SEQUENCE);
    }

    static long fingerprint(final long address) {
        return Memory.getLong(address + FINGERPRINT);
    }

    static long length(final long address) {
        return Memory.getLong(address + LENGTH) & (1L << LENGTH_BITS) - 1;
    }
}
