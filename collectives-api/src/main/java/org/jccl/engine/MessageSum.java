// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jccl.buffer.Memory;
import org.jccl.spi.Lane;

/**
 * The CRC32C over one message after the other of a lane, one way. With {@code checksum=crc32c} a message is
 *
 * <pre>
 *   header 32 or 40 | sum of the header 8 | payload | sum of header and payload 8
 * </pre>
 *
 * <p>The sender sums its memory before it lets go of it, the receiver the place where it has put the payload, or from where it
 * folds it. A header of its own is checked before it is believed. A wrong payload is noticed when its destination has
 * been touched: the operation fails then, and since a step ends only behind the sums of all that it took bytes from, no rank
 * ends an operation well with bytes that were spoilt on any link. Owned by the domain's owner.
 */
final class MessageSum {
    /** Of a sum in a message: eight for four, so that payload stays aligned. */
    static final int BYTES = Long.BYTES;

    /** Most that a window is laid over. */
    private static final long WINDOW_BYTES = 1 << 30;

    private final CRC32C crc = new CRC32C();
    private final ByteBuffer window = Memory.window();
    private long position;
    private long received;
    private boolean inHeader;
    private boolean verified;

    /** One for each link, or null where messages carry no sums. */
    static MessageSum[] of(final int links, final boolean summed) {
        if (!summed) {
            return null;
        }
        final MessageSum[] sums = new MessageSum[links];
        for (int link = 0; link < links; link++) {
            sums[link] = new MessageSum();
        }
        return sums;
    }

    /** Begins a message to be sent with the header at that address, and writes the header's sum behind it. */
    void begin(final long header) {
        reset(header);
        write(header + FrameHeader.bytes(header));
    }

    /** Begins a message that comes with the header at that address; returns whether the header's sum is right. */
    boolean beginsRight(final long header) {
        reset(header);
        return isRight(header + FrameHeader.bytes(header));
    }

    private void reset(final long header) {
        crc.reset();
        position = 0;
        inHeader = true;
        verified = false;
        update(header, FrameHeader.bytes(header));
    }

    /** Takes in the payload from position {@code at} on, which lies at that address, as far as it was not taken in before. */
    void add(final long at, final long address, final long bytes) {
        final long end = at + bytes;
        for (long left = end - position; left > 0; left = end - position) {
            final long piece = Math.min(left, WINDOW_BYTES);
            update(address + bytes - left, (int) piece);
            position += piece;
        }
    }

    private void update(final long address, final int bytes) {
        crc.update(Memory.point(window, address, bytes));
    }

    /** Writes the sum of all since the message began. */
    void write(final long address) {
        Memory.putLong(address, crc.getValue());
    }

    /** Takes the sum behind the payload: 1 if it has come and is right, 0 if it has not come, or negative. */
    int verify(final Lane lane) {
        if (verified) {
            return 1;
        }
        final long bytes = lane.peek();
        if (bytes < BYTES) {
            return bytes < 0 || lane.hasEnded() ? Activation.BROKEN : 0;
        }
        inHeader = false;
        if (!isRight(lane.peeked())) {
            return Activation.CORRUPT;
        }
        lane.consume(BYTES);
        verified = true;
        return 1;
    }

    private boolean isRight(final long address) {
        received = Memory.getLong(address);
        return received == crc.getValue();
    }

    /** What was found wrong. */
    SpoiltMessage spoilt() {
        return new SpoiltMessage(inHeader, received, crc.getValue());
    }
}
