// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.measure;

/**
 * One size, in or out of place.
 *
 * @param algorithm what carried it out
 * @param latencies of the timed calls
 * @param wrong elements that came out wrong, over all ranks; {@link #UNCHECKED} if nobody looked
 */
public record Measurement(String algorithm, Latencies latencies, long wrong) {
    /** Nobody looked. */
    public static final long UNCHECKED = -1;

    /** Whether the results were compared. */
    public boolean checked() {
        return wrong != UNCHECKED;
    }
}
