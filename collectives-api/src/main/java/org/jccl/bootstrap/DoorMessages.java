// SPDX-License-Identifier: Apache-2.0
package org.jccl.bootstrap;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What is said at a {@link Door}, big-endian: kind 1, length 4, bytes.
 *
 * <pre>
 *   rank 0    REDIRECT      where rank 0 listens, as {@link org.jccl.spi.Candidates} has it
 *             TICKET        see {@link Ticket}
 *   newcomer  INTRODUCTION  what it tells all ranks
 *   rank 0    ENTRY         what one rank tells, once for each in their order
 *   newcomer  CONNECTED     nothing
 *   rank 0    TAKEN_IN      nothing
 * </pre>
 */
final class DoorMessages {
    static final byte REDIRECT = 1;
    static final byte TICKET = 2;
    static final byte INTRODUCTION = 3;
    static final byte ENTRY = 4;
    static final byte CONNECTED = 5;
    static final byte TAKEN_IN = 6;

    /** As much as a rank may say at any other meeting place. */
    private static final int MOST_BYTES = TcpStore.MAX_ENTRY_BYTES;

    private static final int HEADER_BYTES = 5;

    private DoorMessages() {}

    static ByteBuffer encode(final byte kind, final byte... content) {
        return ByteBuffer.allocate(HEADER_BYTES + content.length)
                .put(kind)
                .putInt(content.length)
                .put(content)
                .flip();
    }

    /** Reads one message, which must be of that kind. */
    static byte[] read(final DeadlineChannel channel, final byte kind) throws IOException {
        final byte said = channel.read(1).get();
        if (said != kind) {
            throw new IOException("message " + said + " came where " + kind + " belongs");
        }
        return content(channel);
    }

    /** Reads what follows a kind that was read already. */
    static byte[] content(final DeadlineChannel channel) throws IOException {
        final int length = channel.read(Integer.BYTES).getInt();
        if (length < 0 || length > MOST_BYTES) {
            throw new IOException("a message of " + length + " bytes makes no sense");
        }
        return channel.read(length).array();
    }
}
