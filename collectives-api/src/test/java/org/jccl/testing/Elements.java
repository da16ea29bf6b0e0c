// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jccl.DataType;

/** Elements of one type as the bytes that lie in memory. */
public final class Elements {
    private Elements() {}

    /** The bits of one element. */
    public static long get(final byte[] bytes, final DataType type, final int index) {
        final ByteBuffer memory = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        return switch (type.sizeBytes()) {
            case 1 -> memory.get(index) & 0xFFL;
            case 2 -> memory.getShort(index * 2) & 0xFFFFL;
            case 4 -> memory.getInt(index * 4) & 0xFFFFFFFFL;
            default -> memory.getLong(index * 8);
        };
    }

    /** Writes the bits of one element. */
    public static void put(final byte[] bytes, final DataType type, final int index, final long bits) {
        final ByteBuffer memory = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        switch (type.sizeBytes()) {
            case 1 -> memory.put(index, (byte) bits);
            case 2 -> memory.putShort(index * 2, (short) bits);
            case 4 -> memory.putInt(index * 4, (int) bits);
            default -> memory.putLong(index * 8, bits);
        }
    }

    /** Fails, showing the first element that differs, unless both hold the same bits. */
    public static void requireEqual(
            final String what, final DataType type, final byte[] expected, final byte[] actual) {
        final int at = Arrays.mismatch(expected, actual);
        if (at < 0) {
            return;
        }
        if (expected.length != actual.length) {
            throw new AssertionError(what + ": " + actual.length + " bytes, expected " + expected.length);
        }
        final int index = at / type.sizeBytes();
        throw new AssertionError(what + ": element " + index + " of " + expected.length / type.sizeBytes() + " is "
                + text(type, get(actual, type, index)) + ", expected " + text(type, get(expected, type, index))
                + "; " + differing(type, expected, actual) + " elements differ");
    }

    private static String text(final DataType type, final long bits) {
        return type.isFloating()
                ? Scalars.toDouble(type, bits) + " (0x" + Long.toHexString(bits) + ")"
                : Scalars.toInteger(type, bits).toString();
    }

    private static int differing(final DataType type, final byte[] expected, final byte[] actual) {
        int count = 0;
        for (int i = 0; i < expected.length / type.sizeBytes(); i++) {
            if (get(expected, type, i) != get(actual, type, i)) {
                count++;
            }
        }
        return count;
    }
}
