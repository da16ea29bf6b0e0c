// SPDX-License-Identifier: Apache-2.0
package org.jccl.pattern;

/**
 * Neighbouring places of a ring, laid out in a row: at most two pieces, since an arc that runs over the end of the row
 * goes on at its start.
 *
 * @param first the first place
 * @param count how many, at most {@code size}
 * @param size places in the ring
 */
public record Arc(int first, int count, int size) {
    /** Places before the end of the row, from {@link #first} on. */
    public int head() {
        return Math.min(count, size - first);
    }

    /** Places after the end of the row, from 0 on; often none. */
    public int tail() {
        return count - head();
    }
}
