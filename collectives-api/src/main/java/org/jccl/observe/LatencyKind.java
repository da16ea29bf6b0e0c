// SPDX-License-Identifier: Apache-2.0
package org.jccl.observe;

import org.jccl.schedule.Collective;

/**
 * Which operations are counted together.
 *
 * @param collective what was called
 * @param upToBytes its size or less, but more than half: a power of two, or 0
 * @param carrier what carries it: a transport's name, or several joined by {@code +}, or empty where there is one rank
 * @param tag what the caller calls it, or empty
 */
public record LatencyKind(Collective collective, long upToBytes, String carrier, String tag) {
    /** The kind of an operation of that size. */
    public static LatencyKind of(
            final Collective collective, final long sizeBytes, final String carrier, final String tag) {
        final long floor = Long.highestOneBit(sizeBytes);
        return new LatencyKind(collective, floor == sizeBytes ? floor : 2 * floor, carrier, tag);
    }
}
