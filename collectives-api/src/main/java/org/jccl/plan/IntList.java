// SPDX-License-Identifier: Apache-2.0
package org.jccl.plan;

import java.util.Arrays;

/** A growing array of ints, for the compiler of plans. */
final class IntList {
    private int[] values = new int[16];
    private int size;

    void add(final int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    int get(final int index) {
        return values[index];
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    boolean contains(final int value) {
        for (int i = 0; i < size; i++) {
            if (values[i] == value) {
                return true;
            }
        }
        return false;
    }

    int[] toArray() {
        return Arrays.copyOf(values, size);
    }

    byte[] toBytes() {
        final byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
