// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Bytes that are too long for one control message, in parts that come in their order:
 *
 * <pre>
 *   type 1, number 4, part 2, parts 2, bytes
 * </pre>
 */
final class Letter {
    private static final int PART_BYTES = 3_500;

    private final int mostParts;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int parts;
    private boolean whole;

    /** Nothing of it has come yet. */
    Letter(final int mostParts) {
        this.mostParts = mostParts;
    }

    /** Sends one, by so many messages as it takes. */
    static void send(final byte type, final int number, final byte[] bytes, final Consumer<ByteBuffer> to) {
        final int parts = Math.max(1, (bytes.length + PART_BYTES - 1) / PART_BYTES);
        for (int part = 0; part < parts; part++) {
            final int from = part * PART_BYTES;
            final int length = Math.min(PART_BYTES, bytes.length - from);
            to.accept(ByteBuffer.allocate(1 + Integer.BYTES + 2 * Short.BYTES + length)
                    .put(type)
                    .putInt(number)
                    .putShort((short) part)
                    .putShort((short) parts)
                    .put(bytes, from, length)
                    .flip());
        }
    }

    /** The longest one that can be sent in so many parts. */
    static int capacity(final int parts) {
        return parts * PART_BYTES;
    }

    /**
     * Another part has come; {@code content} stands behind the number.
     *
     * @throws IllegalArgumentException if it is not the next one
     */
    void add(final ByteBuffer content) {
        final int part = content.getShort();
        final int all = content.getShort();
        if (whole || part != parts || part >= all || all > mostParts) {
            throw new IllegalArgumentException("part " + part + " of " + all + " after " + parts);
        }
        final byte[] some = new byte[content.remaining()];
        content.get(some);
        bytes.writeBytes(some);
        parts++;
        whole = parts == all;
    }

    boolean isWhole() {
        return whole;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }
}
