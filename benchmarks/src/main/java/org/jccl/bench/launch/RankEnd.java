// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.launch;

/**
 * How a rank ended.
 *
 * @param rank which one
 * @param status what its process ended with; 128 and the number for a signal
 * @param lost null, or why nobody can say what became of it
 */
record RankEnd(int rank, int status, String lost) {
    /** What {@code ssh} ends with when it is the connection that failed. */
    static final int LOST = 255;

    private static final int SIGNALS = 128;

    /** As its process says. */
    static RankEnd of(final int rank, final int status) {
        return new RankEnd(rank, status, null);
    }

    /** Together with its host. */
    static RankEnd lost(final int rank, final String why) {
        return new RankEnd(rank, LOST, why);
    }

    boolean failed() {
        return status != 0;
    }

    /** What follows the rank's name. */
    String sentence() {
        if (lost != null) {
            return "was lost: " + lost;
        }
        return status > SIGNALS ? "was ended by signal " + (status - SIGNALS) : "ended with status " + status;
    }
}
