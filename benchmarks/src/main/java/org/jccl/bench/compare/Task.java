// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.compare;

import org.jccl.bench.measure.Operation;

/**
 * One thing that contenders are asked to measure: an out-of-place call on float32, reduced by sum where it reduces.
 *
 * @param operation which collective
 * @param bytes the size in the sense of nccl-tests
 * @param first whether the contender meets it for the first time, and should warm up as long as it needs
 * @param timeMs about how long the timed calls shall take together
 */
public record Task(Operation operation, long bytes, boolean first, long timeMs) {
    private static final int FIELDS = 4;

    /** The line that asks for it. */
    String toLine() {
        return operation + " " + bytes + " " + (first ? "first" : "again") + " " + timeMs;
    }

    /**
     * Reads such a line.
     *
     * @throws IllegalArgumentException if it is none; the message says what one looks like
     */
    static Task parse(final String line) {
        final String[] fields = line.trim().split("\\s+");
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException("'" + line + "' is not: COLLECTIVE BYTES first|again MILLISECONDS");
        }
        return new Task(
                Operation.parse(fields[0]).get(0),
                Long.parseLong(fields[1]),
                fields[2].equals("first"),
                Long.parseLong(fields[3]));
    }
}
