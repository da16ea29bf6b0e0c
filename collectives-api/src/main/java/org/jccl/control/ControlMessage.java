// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What travels on a control connection, big-endian: the length of what follows (4), the type (1), then
 *
 * <pre>
 *   HEARTBEAT
 *   GOODBYE   rank 4                                            rank closed its communicator; flooded
 *   DEATH     rank 4, how                                       rank died; flooded
 *   ABORT     rank 4, kind 1, reason                            rank aborted; flooded
 *   ROUTED    from 4, to 4, sequence 8, flooded 1, content      for one rank, by way of others
 *   RECEIVED  count 8                                           a heartbeat where links are made anew, and the first
 *                                                               thing said then: so many others have come
 * </pre>
 */
final class ControlMessage {
    static final byte HEARTBEAT = 0;
    static final byte GOODBYE = 1;
    static final byte DEATH = 2;
    static final byte ABORT = 3;
    static final byte ROUTED = 4;
    static final byte RECEIVED = 5;

    /** The most that one routed message, or one reason, may hold. */
    static final int MAX_CONTENT_BYTES = 4096;

    static final int LENGTH_BYTES = 4;
    private static final int MAX_HEADER_BYTES = 18;
    /** The most that follows a length. */
    static final int MAX_BODY_BYTES = MAX_HEADER_BYTES + MAX_CONTENT_BYTES;

    private ControlMessage() {}

    static ByteBuffer heartbeat() {
        return begin(HEARTBEAT, 0).flip();
    }

    static ByteBuffer received(final long count) {
        return begin(RECEIVED, 8).putLong(count).flip();
    }

    /** Whether a message of that type is about the link itself. */
    static boolean isOfLink(final byte type) {
        return type == HEARTBEAT || type == RECEIVED;
    }

    static ByteBuffer goodbye(final int rank) {
        return begin(GOODBYE, 4).putInt(rank).flip();
    }

    static ByteBuffer death(final int rank, final String how) {
        final byte[] text = bounded(how);
        return begin(DEATH, 4 + text.length).putInt(rank).put(text).flip();
    }

    static ByteBuffer abort(final int byRank, final byte kind, final String reason) {
        final byte[] text = bounded(reason);
        return begin(ABORT, 5 + text.length).putInt(byRank).put(kind).put(text).flip();
    }

    static ByteBuffer routed(final Routed message) {
        return begin(ROUTED, 17 + message.content().remaining())
                .putInt(message.from())
                .putInt(message.to())
                .putLong(message.sequence())
                .put((byte) (message.flooded() ? 1 : 0))
                .put(message.content().duplicate())
                .flip();
    }

    private static ByteBuffer begin(final byte type, final int bytes) {
        return ByteBuffer.allocate(LENGTH_BYTES + 1 + bytes).putInt(1 + bytes).put(type);
    }

    private static byte[] bounded(final String text) {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= MAX_CONTENT_BYTES ? bytes : Arrays.copyOf(bytes, MAX_CONTENT_BYTES);
    }

    /** The rest of a body as text. */
    static String text(final ByteBuffer body) {
        return StandardCharsets.UTF_8.decode(body).toString();
    }

    /**
     * A message for one rank.
     *
     * @param sequence unlike that of any other message of that sender
     * @param flooded whether it travels to everyone because the direct way is broken
     */
    record Routed(int from, int to, long sequence, boolean flooded, ByteBuffer content) {
        static Routed read(final ByteBuffer body) {
            return new Routed(body.getInt(), body.getInt(), body.getLong(), body.get() != 0, body.slice());
        }

        Routed asFlood() {
            return new Routed(from, to, sequence, true, content);
        }
    }
}
