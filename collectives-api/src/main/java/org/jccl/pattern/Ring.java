// SPDX-License-Identifier: Apache-2.0
package org.jccl.pattern;

/** Ranks in a circle: after the last comes the first. */
public final class Ring {
    private Ring() {}

    /** The rank that comes {@code distance} places after {@code rank}; distances from 0 to {@code size}. */
    public static int after(final int rank, final int distance, final int size) {
        final int place = rank + distance;
        return place < size ? place : place - size;
    }

    /** The rank that comes {@code distance} places before {@code rank}; distances from 0 to {@code size}. */
    public static int before(final int rank, final int distance, final int size) {
        final int place = rank - distance;
        return place < 0 ? place + size : place;
    }
}
